// SPDX-License-Identifier: GPL-3.0-or-later
// The built pages, served from one directory. A path of the application itself (/records/42) is answered with index.html, and the page
// finds its way from the address; an address that is none of the pages gets the same with status 404, and the page says so. Without built
// pages, / says how to build them.
//
// Only plain names lead to files: a segment that is empty, "." or "..", begins with a dot, or holds a slash, a backslash or a control
// character once decoded is not found, however it was written. Thread-safe; files are read when asked for, the system caches them.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "web/wire.h"

namespace web {

class StaticFiles {
 public:
  // `directory` holds index.html; it may be empty or missing.
  explicit StaticFiles(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // The file for a path as it was sent (still percent-encoded), or nullopt for 404.
  std::optional<Answer> find(std::string_view path) const;

 private:
  Answer index() const;
  std::filesystem::path directory_;
};

}  // namespace web
