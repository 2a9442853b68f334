// SPDX-License-Identifier: GPL-3.0-or-later
// Can a line of JSON from outside break reading, validating or writing a record? The canonical form must also come back the same.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "corpus/json_text.h"
#include "corpus/record_json.h"
#include "corpus/validation.h"
#include "fuzz/promise.h"

namespace {

std::string canonical(std::string_view text, bool& readable) {
  corpus::JsonFault fault;
  corpus::Diagnostics diagnostics;
  const auto value = corpus::parse_json(text, fault);
  readable = value && value->is_object();
  if (!readable) return {};
  corpus::Record record = corpus::record_from_json(*value, diagnostics);
  readable = !corpus::has_errors(diagnostics);
  const std::string written = corpus::to_json_text(record);
  for (const corpus::Diagnostic& diagnostic : corpus::validate(record, vocabularies())) corpus::to_text(diagnostic);
  corpus::to_public_json(record);
  return written;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bool readable = false;
  const std::string once = canonical({reinterpret_cast<const char*>(data), size}, readable);
  if (!readable) return 0;
  if (canonical(once, readable) != once || !readable) std::abort();
  return 0;
}
