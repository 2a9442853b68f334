// SPDX-License-Identifier: GPL-3.0-or-later
// ICU's guess is wrong for short GB18030 files (ISO-8859-7 was seen), so it never decides: strict UTF-8 first, strict GB18030 second, and
// where neither is clean the one with fewer faults, which then show up row by row. The guess is only told.
#include "corpus/text_source.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

namespace corpus {

// Not in the anonymous namespace: TextSource::Converter, which a header names, holds it.
struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

namespace {

using ConverterPtr = std::unique_ptr<UConverter, CloseConverter>;

constexpr std::size_t kChunk = 64u << 10;

ConverterPtr open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  ConverterPtr converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  return converter;
}

// ICU calls this for bytes that the encoding does not allow. `context` counts them where one is given.
void mark_bad_bytes(const void* context, UConverterToUnicodeArgs* args, const char*, std::int32_t, UConverterCallbackReason reason,
                    UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  if (context != nullptr) {
    ++*static_cast<std::size_t*>(const_cast<void*>(context));
    return;
  }
  const UChar bad = 0xFFFF;
  ucnv_cbToUWriteUChars(args, &bad, 1, 0, status);
}

void on_bad_bytes(UConverter* converter, std::size_t* count) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter, mark_bad_bytes, count, nullptr, nullptr, &status);
}

std::size_t count_faults(const std::string& path, const char* encoding) {
  std::size_t faults = 0;
  const ConverterPtr converter = open_converter(encoding);
  if (!converter) return SIZE_MAX;
  on_bad_bytes(converter.get(), &faults);
  std::ifstream in(path, std::ios::binary);
  std::string raw(kChunk, '\0');
  std::vector<UChar> units(kChunk);
  for (bool more = true; more;) {
    in.read(raw.data(), static_cast<std::streamsize>(raw.size()));
    more = !in.eof() && in.good();
    const char* from = raw.data();
    const char* end = from + in.gcount();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
      UChar* to = units.data();
      ucnv_toUnicode(converter.get(), &to, to + units.size(), &from, end, nullptr, more ? 0 : 1, &status);
    }
    if (U_FAILURE(status)) return SIZE_MAX;
  }
  return faults;
}

std::string icu_guess(std::string_view head) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(ucsdet_open(&status), ucsdet_close);
  ucsdet_setText(detector.get(), head.data(), static_cast<std::int32_t>(head.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return "nothing";
  const char* name = ucsdet_getName(match, &status);
  const std::int32_t confidence = ucsdet_getConfidence(match, &status);
  return U_FAILURE(status) ? "nothing" : fmt::format("{} ({} of 100)", name, confidence);
}

struct Mark {
  std::string_view bytes, encoding;
};
constexpr Mark kMarks[] = {{"\xEF\xBB\xBF", "utf-8"}, {"\xFF\xFE", "utf-16le"}, {"\xFE\xFF", "utf-16be"}};

const Mark* byte_order_mark(std::string_view head) {
  for (const Mark& mark : kMarks)
    if (head.starts_with(mark.bytes)) return &mark;
  return nullptr;
}

bool is_utf8_name(const std::string& name) { return ucnv_compareNames(name.c_str(), "UTF-8") == 0; }

}  // namespace

struct TextSource::Converter {
  ConverterPtr from, to;
  std::vector<UChar> pivot = std::vector<UChar>(kChunk);
  UChar* pivot_read = pivot.data();
  UChar* pivot_write = pivot.data();
  const char* raw_at = nullptr;
  const char* raw_end = nullptr;
};

TextSource::TextSource() = default;
TextSource::~TextSource() = default;

Result<std::unique_ptr<TextSource>> TextSource::open(const std::string& path, const Options& options) {
  std::unique_ptr<TextSource> source(new TextSource);
  if (path == "-") {
    source->in_ = &std::cin;
  } else {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    source->bytes_total_ = error ? 0 : size;
    source->file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
    source->in_ = source->file_.get();
    if (!*source->in_) return fail(ErrorCode::io, path, "the file cannot be read", "check that it exists and may be read");
  }
  if (auto chosen = source->choose(path, options); !chosen) return std::unexpected(chosen.error());
  return source;
}

// Reads the head, which stays in raw_ for fill().
Result<void> TextSource::choose(const std::string& path, const Options& options) {
  raw_.resize(kChunk);
  in_->read(raw_.data(), static_cast<std::streamsize>(raw_.size()));
  raw_.resize(static_cast<std::size_t>(in_->gcount()));
  bytes_read_ = raw_.size();
  const Mark* mark = byte_order_mark(raw_);
  if (!options.encoding.empty()) {
    const bool same =
        mark != nullptr && ucnv_compareNames(std::string(mark->encoding).substr(0, 6).c_str(), options.encoding.substr(0, 6).c_str()) == 0;
    remarks_.push_back(fmt::format("encoding {}, as asked for", options.encoding));
    return use(same ? std::string(mark->encoding) : options.encoding, same ? mark->bytes.size() : 0);
  }
  if (mark != nullptr) {
    remarks_.push_back(fmt::format("encoding {}, by its byte order mark", mark->encoding));
    return use(std::string(mark->encoding), mark->bytes.size());
  }
  if (const auto nul = raw_.find('\0'); nul != std::string::npos)
    return fail(ErrorCode::damaged, path, fmt::format("this is not a text file: byte {} is NUL", nul + 1),
                "save it as CSV in UTF-8, as JSON Lines or as .xlsx; for UTF-16 without a byte order mark give --encoding utf-16le");
  if (!options.detect || path == "-") {
    remarks_.push_back("encoding utf-8");
    return use("utf-8", 0);
  }
  const std::size_t as_utf8 = count_faults(path, "UTF-8");
  if (as_utf8 == 0) {
    remarks_.push_back("encoding utf-8, strictly checked");
    return use("utf-8", 0);
  }
  const std::size_t as_gb = count_faults(path, "GB18030");
  const std::string chosen = as_gb < as_utf8 ? "gb18030" : "utf-8";
  if (as_gb == 0)
    remarks_.push_back(fmt::format("encoding gb18030, strictly checked; it is not UTF-8; ICU would guess {}", icu_guess(raw_)));
  else
    remarks_.push_back(fmt::format("encoding {}: neither UTF-8 ({} faults) nor GB18030 ({} faults) reads it whole; ICU would guess {}",
                                   chosen, as_utf8, as_gb, icu_guess(raw_)));
  return use(chosen, 0);
}

Result<void> TextSource::use(const std::string& encoding, std::size_t mark) {
  encoding_ = encoding;
  if (is_utf8_name(encoding)) {
    encoding_ = "utf-8";
    text_ = raw_.substr(mark);
    raw_.clear();
    return {};
  }
  converter_ = std::make_unique<Converter>();
  converter_->from = open_converter(encoding);
  converter_->to = open_converter("UTF-8");
  if (!converter_->from || !converter_->to)
    return fail(ErrorCode::invalid_argument, "encoding", fmt::format("no encoding is called \"{}\"", encoding),
                "such as utf-8, gb18030, gbk, big5, utf-16le");
  on_bad_bytes(converter_->from.get(), nullptr);
  converter_->raw_at = raw_.data() + mark;
  converter_->raw_end = raw_.data() + raw_.size();
  return {};
}

bool TextSource::fill() {
  at_ = 0;
  text_.clear();
  while (text_.empty() && !ended_) {
    const bool drained = converter_ == nullptr || converter_->raw_at == converter_->raw_end;
    std::string& into = converter_ ? raw_ : text_;
    if (drained) {
      into.resize(kChunk);
      in_->read(into.data(), static_cast<std::streamsize>(into.size()));
      into.resize(static_cast<std::size_t>(in_->gcount()));
      bytes_read_ += into.size();
      failed_ = in_->bad();
      if (converter_) converter_->raw_at = into.data(), converter_->raw_end = into.data() + into.size();
    }
    const bool last = drained && into.empty();
    if (!converter_) {
      ended_ = last;
      continue;
    }
    Converter& c = *converter_;
    text_.resize(3 * kChunk);
    char* to = text_.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(c.to.get(), c.from.get(), &to, to + text_.size(), &c.raw_at, c.raw_end, c.pivot.data(), &c.pivot_read, &c.pivot_write,
                   c.pivot.data() + c.pivot.size(), 0, last ? 1 : 0, &status);
    text_.resize(static_cast<std::size_t>(to - text_.data()));
    ended_ = last && status != U_BUFFER_OVERFLOW_ERROR;
  }
  return !text_.empty();
}

TextSource::Line TextSource::read_line(std::string& line, std::size_t most) {
  line.clear();
  Line result;
  while (at_ < text_.size() || fill()) {
    result.any = true;
    const std::string_view rest = std::string_view(text_).substr(at_);
    const auto end = rest.find('\n');
    const std::string_view part = rest.substr(0, end);
    line.append(part.substr(0, most > line.size() ? most - line.size() : 0));
    result.bytes += part.size();
    at_ += part.size() + (end == std::string_view::npos ? 0 : 1);
    if (end == std::string_view::npos) continue;
    result.ended = true;
    break;
  }
  if (result.bytes == line.size() && line.ends_with('\r')) line.pop_back(), --result.bytes;
  return result;
}

}  // namespace corpus
