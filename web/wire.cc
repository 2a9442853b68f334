// SPDX-License-Identifier: GPL-3.0-or-later
// Saying no over HTTP: the table code → status and the one shape of a failure. wire_read.cc and wire_write.cc hold the two directions.
#include "web/wire.h"

#include <algorithm>
#include <array>

#include "web/wire_shapes.h"

namespace web {
namespace {

using corpus::ErrorCode;

struct Status {
  ErrorCode code;
  int status;
};

// An index that is damaged or of another version is, to who asks, an index that cannot be asked: 503, as the contract says.
constexpr std::array kStatus = {
    Status{ErrorCode::invalid_argument, 400}, Status{ErrorCode::unauthorized, 401},     Status{ErrorCode::forbidden, 403},
    Status{ErrorCode::not_found, 404},        Status{ErrorCode::conflict, 409},         Status{ErrorCode::too_large, 413},
    Status{ErrorCode::refused, 422},          Status{ErrorCode::internal, 500},         Status{ErrorCode::io, 500},
    Status{ErrorCode::unavailable, 503},      Status{ErrorCode::timeout, 503},          Status{ErrorCode::busy, 503},
    Status{ErrorCode::damaged, 503},          Status{ErrorCode::version_mismatch, 503}, Status{ErrorCode::stopped, 503},
};

// What the HTTP library says no to on its own, in our words.
struct Protocol {
  int status;
  ErrorCode code;
  std::string_view message, hint;
};
constexpr std::array kProtocol = {
    Protocol{400, ErrorCode::invalid_argument, "请求不合 HTTP 的写法 / the request is not well-formed HTTP", ""},
    Protocol{413, ErrorCode::too_large, "请求正文太大 / the body is too large", ""},
    Protocol{414, ErrorCode::too_large, "请求行超过 8192 字节 / the request line is over 8192 bytes",
             "长的检索请用 POST /api/v1/search / send long queries by POST /api/v1/search"},
    Protocol{416, ErrorCode::invalid_argument, "Range 头有误 / the Range header cannot be read", "请去掉 Range 头 / leave the header out"},
    Protocol{417, ErrorCode::invalid_argument, "不能满足 Expect 头 / the expectation cannot be met", ""},
};

// What the rooms below say in English, and the same in Chinese: found by how the English begins. What is not here gets the general meaning of
// its code before it; a hint without a row stays English.
struct Wording {
  std::string_view english, chinese;
};
constexpr std::array kWordings = {
    Wording{"there is no match from", "这类记录没有这个匹配方向"},
    Wording{"a record is no match of itself", "记录不与自身匹配"},
    Wording{"the token is not valid", "令牌无效或已撤销"},
    Wording{"this id is taken", "这个编号已被占用"},
    Wording{"two of your decisions on this pair are in force", "您对这一对记录有两项现行决定"},
    Wording{"this id belongs to", "这个编号属于另一类记录"},
    Wording{"only the first", "只能翻到前面的结果"},
    Wording{"no index has been built here: the first build is running", "尚未建立索引，正在首次建立"},
    Wording{"no index has been built", "尚未建立索引"},
    Wording{"no generation of the index is in force", "没有生效的索引"},
    Wording{"the index is damaged", "索引已损坏"},
    Wording{"the index cannot be opened", "索引打不开"},
    Wording{"the record may lie in a part of the index", "这条记录可能在没有应答的分片中"},
    Wording{"a part of the index does not answer", "索引有分片没有应答"},
    Wording{"none of the shards answers", "索引的分片都没有应答"},
    // hints
    Wording{"from ", "可选的方向"},
    Wording{"ask the administrator for a new one", "请向管理员申请新的令牌"},
    Wording{"leave the id out", "不写编号，由系统给出"},
    Wording{"give the record an id of its own", "请另取编号"},
    Wording{"send it with an id of its own", "请自带编号提交"},
    Wording{"see the diagnostics", "原因见 diagnostics"},
    Wording{"narrow the query", "请用筛选缩小范围"},
    Wording{"ask for fewer words", "请减少词语或加上筛选"},
    Wording{"ask again when all shards answer", "请待全部分片恢复应答后再试"},
    Wording{"ask again when it has ended", "请待建立完成后再试，进度见 queqiao index status"},
    Wording{"ask again", "请再试一次"},
    Wording{"say which one is taken back", "请用 undoes 指明撤回哪一项"},
    Wording{"see what is damaged", "请管理员用 queqiao index check 看清损坏之处和可以启用的另一代，或用 queqiao index build 重建"},
    Wording{"build it", "请管理员建立索引"},
    Wording{"put one in force", "请管理员指定生效的索引"},
    Wording{"build the index", "请管理员重建索引"},
    Wording{"wait for it and repeat", "请稍后再试"},
    Wording{"an import, a backup or the service may be at work", "请稍后再试"},
};

std::string_view chinese_for(std::string_view english) {
  const auto row = std::ranges::find_if(kWordings, [&](const Wording& wording) { return english.starts_with(wording.english); });
  return row == kWordings.end() ? std::string_view() : row->chinese;
}

// Messages of the rooms below are English; ours begin in Chinese. Han begins with the bytes E4 to E9.
bool begins_in_chinese(std::string_view text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front());
  return first >= 0xe4 && first <= 0xe9;
}

}  // namespace

std::string message_in_both(const corpus::Error& error) {
  const std::string_view known = chinese_for(error.message);
  const std::string zh(known.empty() ? corpus::meaning_zh(error.code) : known);
  if (error.message.empty()) return zh + " / " + std::string(corpus::meaning_en(error.code));
  return begins_in_chinese(error.message) ? error.message : zh + " / " + error.message;
}

std::string hint_in_both(const corpus::Error& error) {
  const std::string zh(chinese_for(error.hint));
  return zh.empty() ? error.hint : zh + " / " + error.hint;
}

namespace {

ordered shape(const corpus::Diagnostic& diagnostic) {
  ordered out = {{"severity", std::string(corpus::to_string(diagnostic.severity))},
                 {"code", diagnostic.code},
                 {"field", diagnostic.field},
                 {"message", diagnostic.message}};
  if (!diagnostic.hint.empty()) out["hint"] = diagnostic.hint;
  return out;
}

ordered shape(const Failure& failure, std::string_view request_id) {
  ordered error = {{"code", std::string(corpus::to_string(failure.error.code))}, {"message", message_in_both(failure.error)}};
  if (!failure.error.where.empty()) error["where"] = failure.error.where;
  if (!failure.error.hint.empty()) error["hint"] = hint_in_both(failure.error);
  error["request_id"] = std::string(request_id);
  if (!failure.diagnostics.empty()) error["diagnostics"] = shape_of(failure.diagnostics);
  return {{"error", std::move(error)}};
}

Answer answer_with(int status, const Failure& failure, std::string_view request_id) {
  Answer answer;
  answer.status = status;
  // A message may quote what was sent; what is not UTF-8 in it becomes U+FFFD.
  answer.body = shape(failure, request_id).dump(-1, ' ', false, ordered::error_handler_t::replace);
  answer.headers = {{"Cache-Control", "no-store"}};
  if (status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

}  // namespace

int status_of(ErrorCode code) {
  const auto row = std::ranges::find(kStatus, code, &Status::code);
  return row == kStatus.end() ? 500 : row->status;
}

Answer answer_of(const Failure& failure, std::string_view request_id) {
  return answer_with(status_of(failure.error.code), failure, request_id);
}

Answer answer_of_status(int status, std::string_view request_id) {
  const auto row = std::ranges::find(kProtocol, status, &Protocol::status);
  if (row == kProtocol.end()) {
    const ErrorCode code = status == 404 ? ErrorCode::not_found : status >= 500 ? ErrorCode::internal : ErrorCode::invalid_argument;
    return answer_with(status, {{code, "", "", ""}, {}}, request_id);
  }
  return answer_with(status, {{row->code, "", std::string(row->message), std::string(row->hint)}, {}}, request_id);
}

Answer no_such_path(std::string_view path, std::string_view request_id) {
  return answer_of({{ErrorCode::not_found, corpus::excerpt(path, 100), "没有这个地址 / no such path",
                     "地址见 /openapi.yaml / the paths are in /openapi.yaml"},
                    {}},
                   request_id);
}

// ErrorCode has no word for this: to who asks, a method that is not there is a request that cannot be read.
Answer no_such_method(std::string_view method, const std::string& allowed, std::string_view request_id) {
  const std::string word(method);
  Answer answer = answer_with(405,
                              {{ErrorCode::invalid_argument, word, "这个地址不接受 " + word + " / " + word + " is not allowed here",
                                "可用 " + allowed + " / allowed: " + allowed},
                               {}},
                              request_id);
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

corpus::Error no_such_record(std::string_view id) {
  return {ErrorCode::not_found, corpus::excerpt(id, 64), "没有这条记录，或您无权查看 / no such record, or not for this reader",
          "有令牌请带上令牌 / ask with a token if you have one"};
}

corpus::Error service_is_read_only() {
  return {ErrorCode::unavailable, "store", "本服务只读，不能提交或修改 / this service is read only: nothing can be written here",
          "请管理员让数据目录可写，再重启服务 / make the data directory writable for the service, then start it again"};
}

corpus::Error no_such_receipt(std::string_view number) {
  return {ErrorCode::not_found, corpus::excerpt(number, 64), "没有这个受理号 / no such receipt",
          "受理号写作 QQ-20260305-000042 / a receipt reads QQ-20260305-000042"};
}

ordered shape_of(const search::Notes& notes) {
  ordered out = ordered::array();
  for (const search::Note& note : notes) {
    out.push_back({{"code", note.code}, {"message", note.message}, {"message_en", note.message_en}});
    if (note.length == 0) continue;  // about the whole query
    out.back()["start"] = note.start;
    out.back()["length"] = note.length;
  }
  return out;
}

ordered shape_of(const corpus::Diagnostics& diagnostics) {
  ordered out = ordered::array();
  // What stands in the way first; the order is else that of the rules.
  for (const bool error : {true, false}) {
    for (const corpus::Diagnostic& diagnostic : diagnostics)
      if ((diagnostic.severity == corpus::Severity::error) == error) out.push_back(shape(diagnostic));
  }
  return out;
}

corpus::Error body_too_large(std::size_t limit) {
  const std::string bytes = std::to_string(limit);
  return {ErrorCode::too_large, "body", "请求正文超过 " + bytes + " 字节 / the body is over " + bytes + " bytes",
          "请分开或缩短 / split or shorten it"};
}

}  // namespace web
