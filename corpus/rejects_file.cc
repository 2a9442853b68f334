// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/rejects_file.h"

#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "corpus/json_text.h"

namespace corpus {
namespace {

namespace fs = std::filesystem;

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

bool same_content(const std::string& a, const std::string& b) {
  std::ifstream left(a, std::ios::binary), right(b, std::ios::binary);
  using Bytes = std::istreambuf_iterator<char>;
  return left && right && std::equal(Bytes(left), Bytes(), Bytes(right), Bytes());
}

// x.rejects.jsonl, then x.rejects.2.jsonl and so on.
std::string next_name(const std::string& wanted) {
  const fs::path path(wanted);
  for (int i = 2;; ++i) {
    const fs::path next = path.parent_path() / fmt::format("{}.{}{}", path.stem().string(), i, path.extension().string());
    if (!fs::exists(next)) return next.string();
  }
}

// A directory that nobody may write to is meant so, even where root could.
bool is_closed(const fs::path& directory) {
  constexpr auto kAnyWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  std::error_code error;
  const auto status = fs::status(directory.empty() ? fs::path(".") : directory, error);
  return !error && fs::is_directory(status) && (status.permissions() & kAnyWrite) == fs::perms::none;
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

Error cannot_write(const std::string& file) {
  return {ErrorCode::io, file, "the file for rejected rows cannot be written", "give another place with --rejects"};
}

}  // namespace

std::string reject_line(const Row& row, const std::vector<std::string>& reasons) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  JsonFault fault;
  const auto object = parse_json(row.raw, fault);
  // What was read as a row is kept as its fields, in their order; what was not, as the text it was.
  if (object && object->is_object() && (row.object || object->contains("_raw") || object->contains("_surplus")))
    out = nlohmann::ordered_json::parse(row.raw, nullptr, false);
  else
    out["_raw"] = row.raw;
  if (out.contains("_raw") && invalid_utf8(row.raw)) out["_raw_base64"] = base64(row.raw);
  out["_rejected"] = reasons;
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<RejectsFile> RejectsFile::create(const std::string& wanted, const std::string& input) {
  RejectsFile file;
  const fs::path path(wanted);
  file.target_ = is_closed(path.parent_path()) ? path.filename().string() : wanted;
  if (same_file(file.target_, input)) file.target_ = next_name(file.target_);
  file.temporary_ = fmt::format("{}.tmp-{}", file.target_, getpid());
  file.out_.open(file.temporary_, std::ios::binary | std::ios::trunc);
  if (!file.out_) return std::unexpected(cannot_write(file.target_));
  return file;
}

RejectsFile::RejectsFile(RejectsFile&& other) noexcept
    : target_(std::move(other.target_)), temporary_(std::exchange(other.temporary_, {})), out_(std::move(other.out_)), any_(other.any_) {}

RejectsFile::~RejectsFile() {
  if (temporary_.empty()) return;
  out_.close();
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

Result<void> RejectsFile::add(const Row& row, const std::vector<std::string>& reasons) {
  out_ << reject_line(row, reasons) << '\n';
  any_ = true;
  if (!out_) return std::unexpected(cannot_write(target_));
  return {};
}

Result<std::string> RejectsFile::finish() {
  if (!any_) return std::string();
  out_.close();
  // An earlier one may hold corrections.
  std::error_code error;
  if (fs::exists(target_, error) && !same_content(target_, temporary_)) target_ = next_name(target_);
  fs::rename(temporary_, target_, error);
  if (!out_ || error) return std::unexpected(cannot_write(target_));
  temporary_.clear();
  return target_;
}

}  // namespace corpus
