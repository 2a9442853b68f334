// SPDX-License-Identifier: GPL-3.0-or-later
// The rows an import could not take, whole, with the reasons: JSON Lines that can be mended and imported again. Form: FORMAT.md, "Rejects".
// Private to corpus.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/reader.h"

namespace corpus {

class RejectsFile {
 public:
  // Writes beside the target; nothing shows under its name before finish(). Neither `input` nor an earlier file of other rejects is overwritten: the next free name is taken
  // instead. Where the directory is closed to all, the file goes to the current one. Error io where the directory cannot be written.
  static Result<RejectsFile> create(const std::string& wanted, const std::string& input);
  RejectsFile(RejectsFile&& other) noexcept;
  RejectsFile& operator=(RejectsFile&&) = delete;
  ~RejectsFile();  // removes what finish() did not publish

  Result<void> add(const Row& row, const std::vector<std::string>& reasons);
  // Puts the file in place and answers its name; removes it and answers "" where nothing was added.
  Result<std::string> finish();

 private:
  RejectsFile() = default;
  std::string target_, temporary_;
  std::ofstream out_;
  bool any_ = false;
};

// One line of it, without the line end.
std::string reject_line(const Row& row, const std::vector<std::string>& reasons);

}  // namespace corpus
