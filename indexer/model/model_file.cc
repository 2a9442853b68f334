// SPDX-License-Identifier: GPL-3.0-or-later
// Little-endian throughout: head, λ of each kind of question, holders, ends of terms, terms, scales, rows, checksum.
#include "indexer/model/model_file.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "corpus/hash.h"
#include "indexer/hint.h"

namespace indexer::model {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

constexpr std::string_view kMagic = "QQMODEL\n";
constexpr std::size_t kChecksum = 32;  // hex digits
constexpr std::size_t kMostAnalyzer = 64;
constexpr std::uint64_t kMostTermBytes = std::uint64_t{kMostFeatures} * text::kMaxTermBytes;
constexpr std::uint64_t kMostBytes = kMostTermBytes + std::uint64_t{kMostFeatures} * (kMostDimensions + 12) + 4096;
std::string analyzer_of_today() { return fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion); }

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}
void put32(std::string& out, std::uint32_t value) { put(out, value, 4); }
void put_float(std::string& out, float value) { put32(out, std::bit_cast<std::uint32_t>(value)); }

// Takes from the front of bytes whose number was checked before.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  std::size_t left() const { return rest_.size(); }
  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    const std::string_view taken = take(bytes);
    for (std::size_t i = 0; i < taken.size(); ++i) value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
    return value;
  }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  float real() { return std::bit_cast<float>(u32()); }

 private:
  std::string_view rest_;
};

}  // namespace

std::string to_bytes(const TextModel& model) {
  const FeatureTable& features = model.features();
  const std::string analyzer = analyzer_of_today();
  std::string out(kMagic);
  put32(out, kModelVersion);
  put32(out, static_cast<std::uint32_t>(analyzer.size()));
  out += analyzer;
  put32(out, model.dimensions());
  put32(out, static_cast<std::uint32_t>(features.size()));
  put(out, features.records(), 8);
  put32(out, static_cast<std::uint32_t>(features.joined().size()));
  for (const float share : model.shares()) put_float(out, share);
  for (std::size_t row = 0; row < features.size(); ++row) put32(out, features.holders(row));
  for (const std::uint32_t end : features.ends()) put32(out, end);
  out += features.joined();
  for (const float scale : model.scales()) put_float(out, scale);
  out.append(reinterpret_cast<const char*>(model.rows().data()), model.rows().size());
  out += corpus::content_hash(out);
  return out;
}

std::string edition_of(std::string_view bytes) {
  return std::string(bytes.substr(bytes.size() < kChecksum ? 0 : bytes.size() - kChecksum));
}

Result<ReadModel> model_from_bytes(std::string_view bytes, const std::string& where) {
  const auto damaged = [&](std::string what) { return fail(ErrorCode::damaged, where, "the model is damaged: " + what, kBuildAgain); };
  constexpr std::size_t kHead = 8 + 4 + 4;
  if (bytes.size() < kHead + kChecksum || !bytes.starts_with(kMagic)) return damaged("this is not the beginning of one");
  Bytes head(bytes.substr(kMagic.size()));
  if (const std::uint32_t version = head.u32(); version != kModelVersion)
    return fail(ErrorCode::version_mismatch, where, fmt::format("the model has version {}, this program reads {}", version, kModelVersion),
                kBuildAgain);
  const std::string_view covered = bytes.substr(0, bytes.size() - kChecksum);
  if (corpus::content_hash(covered) != bytes.substr(covered.size())) return damaged("its checksum is of other bytes");

  const std::uint32_t analyzer_size = head.u32();
  Bytes in(covered.substr(kHead));
  constexpr std::size_t kCounts = 4 + 4 + 8 + 4 + 4 * kQuestions.size();
  if (analyzer_size > kMostAnalyzer || in.left() < analyzer_size + kCounts) return damaged("its head is cut short");
  if (const std::string_view analyzer = in.take(analyzer_size); analyzer != analyzer_of_today())
    return fail(ErrorCode::version_mismatch, where,
                fmt::format("the model was made with the analyzer {}, this program has {}", analyzer, analyzer_of_today()), kBuildAgain);
  const std::uint32_t dimensions = in.u32(), features = in.u32();
  const std::uint64_t records = in.number(8);
  const std::uint32_t term_bytes = in.u32();
  Shares shares{};
  for (float& share : shares) {
    share = in.real();
    if (!(share >= 0 && share <= 100)) return damaged("it counts for less than nothing, or too much");
  }
  if (dimensions == 0 || dimensions > kMostDimensions || features > kMostFeatures || term_bytes > kMostTermBytes)
    return damaged(fmt::format("{} features of {} dimensions are not possible", features, dimensions));
  if (in.left() != std::uint64_t{features} * (12 + std::uint64_t{dimensions}) + term_bytes)
    return damaged(fmt::format("{} bytes do not hold {} features of {} dimensions", bytes.size(), features, dimensions));

  std::vector<std::uint32_t> holders(features), ends(features);
  for (std::uint32_t& one : holders) {
    one = in.u32();
    if (one == 0 || one > records) return damaged("a feature is held by no record, or by more than there are");
  }
  for (std::uint32_t& one : ends) one = in.u32();
  std::string joined(in.take(term_bytes));
  std::uint32_t begin = 0;
  std::string_view before;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] <= begin || ends[i] > term_bytes) return damaged("its terms overlap");
    const std::string_view term = std::string_view(joined).substr(begin, ends[i] - begin);
    if (i > 0 && term <= before) return damaged("its terms are not in order");
    before = term;
    begin = ends[i];
  }
  if (begin != term_bytes) return damaged("it has more bytes than terms");
  std::vector<float> scales(features);
  for (float& scale : scales) {
    scale = in.real();
    if (!std::isfinite(scale) || scale < 0 || scale > 1e6f) return damaged("a scale is not a number that can be one");
  }
  const std::string_view raw = in.take(in.left());
  std::vector<std::int8_t> rows(raw.size());
  if (!raw.empty()) std::memcpy(rows.data(), raw.data(), raw.size());
  return ReadModel{TextModel(FeatureTable(std::move(joined), std::move(ends), std::move(holders), records), dimensions, std::move(rows),
                             std::move(scales), shares),
                   edition_of(bytes)};
}

Result<ReadModel> read_model(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return fail(ErrorCode::not_found, file.string(), "there is no model here", kBuildAgain);
  if (size > kMostBytes)
    return fail(ErrorCode::too_large, file.string(), fmt::format("{} bytes are more than a model can have", size), kBuildAgain);
  std::string bytes(size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return model_from_bytes(bytes, file.string());
}

Result<std::shared_ptr<const TextModel>> open_model(const std::filesystem::path& generation, const std::string& edition) {
  if (edition.empty()) return std::shared_ptr<const TextModel>();
  const auto file = generation / kModelFile;
  auto read = read_model(file);
  if (!read) return std::unexpected(read.error());
  if (read->edition != edition)
    return fail(ErrorCode::version_mismatch, file.string(),
                fmt::format("the model is {}, the index was made with {}", read->edition, edition), kBuildAgain);
  return std::make_shared<const TextModel>(std::move(read->model));
}

Result<void> check_report(const std::filesystem::path& generation, bool expected) {
  const auto file = generation / kReportFile;
  std::error_code error;
  const bool there = std::filesystem::exists(file, error);
  if (!there && !expected) return {};
  std::ifstream in(file, std::ios::binary);
  if (!there) return fail(ErrorCode::damaged, file.string(), "the report of what was learned is not there", kBuildAgain);
  if (!in) return fail(ErrorCode::damaged, file.string(), "the report of what was learned cannot be read", kBuildAgain);
  if (!nlohmann::json::parse(in, nullptr, false).is_object())
    return fail(ErrorCode::damaged, file.string(), "the report of what was learned is damaged: it is not a JSON object", kBuildAgain);
  return {};
}

}  // namespace indexer::model
