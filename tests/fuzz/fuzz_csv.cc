// SPDX-License-Identifier: GPL-3.0-or-later
// Can a file of any bytes break the readers? The first byte chooses the name, and with it what the content is held against.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "corpus/reader.h"
#include "fuzz/promise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr const char* kEndings[] = {".csv", ".jsonl", ".txt", ".xlsx"};
  static const std::string base = (std::filesystem::temp_directory_path() / ("queqiao-fuzz-" + std::to_string(::getpid()))).string();
  const std::string path = base + kEndings[data[0] % std::size(kEndings)];
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(data + 1), static_cast<std::streamsize>(size - 1));

  corpus::ReadOptions options;
  options.max_line_bytes = 4096;
  options.max_unpacked_bytes = 1u << 20;
  if (data[0] % 8 < 4) options.kind = corpus::Kind::need;
  if (auto reader = corpus::open_reader(path, options, vocabularies())) {
    while (true) {
      const auto row = (*reader)->next();
      if (!row || !*row) break;
      if (!(*row)->object && !corpus::has_errors((*row)->diagnostics)) std::abort();  // a row without an object must say why
      for (const corpus::Diagnostic& diagnostic : (*row)->diagnostics) corpus::to_text(diagnostic);
    }
  }
  std::filesystem::remove(path);
  return 0;
}
