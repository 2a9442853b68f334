// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "corpus/json_text.h"

namespace web {
namespace {

struct FileType {
  std::string_view extension, type;
};
// What a build of the pages holds. A name that ends in none of these is an address inside the application: ids may hold dots.
constexpr std::array kTypes = {
    FileType{"html", "text/html; charset=utf-8"},
    FileType{"js", "text/javascript; charset=utf-8"},
    FileType{"css", "text/css; charset=utf-8"},
    FileType{"svg", "image/svg+xml"},
    FileType{"png", "image/png"},
    FileType{"jpg", "image/jpeg"},
    FileType{"ico", "image/x-icon"},
    FileType{"webp", "image/webp"},
    FileType{"woff", "font/woff"},
    FileType{"woff2", "font/woff2"},
    FileType{"json", "application/json"},
    FileType{"map", "application/json"},
    FileType{"txt", "text/plain; charset=utf-8"},
    FileType{"webmanifest", "application/manifest+json"},
};

// Element Plus sets styles on elements, which is what 'unsafe-inline' is for; scripts come from files only.
constexpr std::string_view kPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'";

constexpr std::string_view kNotBuilt = R"(<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>鹊桥 Queqiao</title>
<h1>鹊桥 Queqiao</h1>
<p>页面尚未构建。请在源码目录运行 <code>npm ci &amp;&amp; npm run build</code>（目录 web/ui），然后重新启动服务。</p>
<p>The pages are not built. Run <code>npm ci &amp;&amp; npm run build</code> in web/ui of the source tree and start the service again.</p>
<p>接口 / API: <a href="/openapi.yaml">/openapi.yaml</a>, <a href="/api/v1/status">/api/v1/status</a></p>
</html>
)";

// The row of the name's extension, or null.
const FileType* type_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto row = std::ranges::find(kTypes, name.substr(dot + 1), &FileType::extension);
  return row == kTypes.end() ? nullptr : &*row;
}

bool plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && !corpus::invalid_utf8(name) &&
         std::ranges::none_of(name, [](unsigned char c) { return c < ' ' || c == 0x7f || c == '/' || c == '\\'; });
}

// The segments of a path, decoded; nullopt where one is not a plain name. "/" has none.
std::optional<std::vector<std::string>> segments_of(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  std::vector<std::string> segments;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    auto name = percent_decode(path.substr(0, end), false);
    if (!name || !plain_name(*name)) return std::nullopt;
    segments.push_back(std::move(*name));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments;
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The addresses of the pages, as web/ui/src/router.ts has them. What a record's address names is for the page to find out.
bool is_page(const std::vector<std::string>& segments) {
  const std::string& first = segments.front();
  if (first == "records") return segments.size() == 2;
  if (first == "receipts") return segments.size() <= 2;
  return segments.size() == 1 && (first == "search" || first == "submit" || first == "decisions" || first == "status");
}

Answer page(std::string body, std::string_view type, std::string_view cache) {
  Answer answer;
  answer.type = type;
  answer.body = std::move(body);
  answer.headers = {{"Cache-Control", std::string(cache)}, {"Content-Security-Policy", std::string(kPolicy)}};
  return answer;
}

}  // namespace

Answer StaticFiles::index() const {
  auto body = directory_.empty() ? std::nullopt : read_file(directory_ / "index.html");
  // Asked for again each time: it names the hashed files of the build now in place.
  return page(body ? std::move(*body) : std::string(kNotBuilt), kTypes[0].type, "no-cache");
}

std::optional<Answer> StaticFiles::find(std::string_view path) const {
  const auto segments = segments_of(path);
  if (!segments) return std::nullopt;
  if (segments->empty()) return index();
  const FileType* type = type_of(segments->back());
  const bool asset = segments->front() == "assets";
  if (type == nullptr) {
    if (asset || segments->front() == "api") return std::nullopt;
    Answer answer = index();
    if (!is_page(*segments)) answer.status = 404;  // the page says so in the reader's language
    return answer;
  }
  if (directory_.empty()) return std::nullopt;
  std::filesystem::path file = directory_;
  for (const std::string& segment : *segments) file /= segment;
  auto body = read_file(file);
  if (!body) return std::nullopt;
  // Files under assets/ carry a hash of their content in the name.
  return page(std::move(*body), type->type, asset ? "public, max-age=31536000, immutable" : "no-cache");
}

}  // namespace web
