// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzz targets share.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "corpus/vocabulary.h"

// Ends the program where a promise is broken, which is how a fuzzer hears of it.
inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline const corpus::Vocabularies& vocabularies() {
  static const corpus::Vocabularies lists = [] {
    auto loaded = corpus::Vocabularies::load(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "corpus/vocab");
    expect(loaded.has_value(), "the vocabularies load");
    return std::move(*loaded);
  }();
  return lists;
}
