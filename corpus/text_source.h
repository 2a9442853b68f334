// SPDX-License-Identifier: GPL-3.0-or-later
// A text file in whatever encoding → a stream of UTF-8 bytes, and what was decided about the encoding.
//
// Memory is bounded by two buffers. Bytes that the encoding does not allow come out as kBadBytes, so that the reader can name the row;
// where the file is UTF-8 already it passes through untouched and the reader checks each row itself.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"

namespace corpus {

// U+FFFF in UTF-8: never a character of a text, so it can stand for bytes that could not be read.
inline constexpr std::string_view kBadBytes = "\xEF\xBF\xBF";

class TextSource {
 public:
  struct Options {
    std::string encoding;  // overrides all detection
    bool detect = false;   // try strict UTF-8, then strict GB18030 over the whole file; else UTF-8 unless there is a byte order mark
  };
  // "-" is standard input, which cannot be read twice and so is not tried. Errors: io, invalid_argument for an encoding nobody knows,
  // damaged for a file that is not text (a NUL byte at its beginning).
  static Result<std::unique_ptr<TextSource>> open(const std::string& path, const Options& options);
  ~TextSource();

  static constexpr int kEnd = -1;
  int get() { return at_ < text_.size() || fill() ? static_cast<unsigned char>(text_[at_++]) : kEnd; }
  int peek() { return at_ < text_.size() || fill() ? static_cast<unsigned char>(text_[at_]) : kEnd; }

  // Puts text in front of what comes next, so that it is read again.
  void unget(std::string_view text) {
    text_.replace(0, at_, text);
    at_ = 0;
  }

  // What the buffer holds already, without taking it: a good look at the beginning of a file.
  std::string_view ahead() { return peek() == kEnd ? std::string_view() : std::string_view(text_).substr(at_); }

  struct Line {
    bool any = false;       // false at the end of the input
    bool ended = false;     // a line end followed
    std::size_t bytes = 0;  // length, also of what was not kept
  };
  // Reads up to the next line end into `line`, without it and without a \r before it; keeps at most `most` bytes.
  Line read_line(std::string& line, std::size_t most);

  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_total() const { return bytes_total_; }
  const std::string& encoding() const { return encoding_; }
  bool failed() const { return failed_; }  // the operating system gave up in the middle
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  struct Converter;
  TextSource();
  Result<void> choose(const std::string& path, const Options& options);
  Result<void> use(const std::string& encoding, std::size_t mark);
  bool fill();

  std::unique_ptr<std::istream> file_;
  std::istream* in_ = nullptr;
  std::string raw_, text_;
  std::size_t at_ = 0;
  bool ended_ = false, failed_ = false;
  std::unique_ptr<Converter> converter_;  // absent for UTF-8
  std::uint64_t bytes_read_ = 0, bytes_total_ = 0;
  std::string encoding_;
  std::vector<std::string> remarks_;
};

}  // namespace corpus
