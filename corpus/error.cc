// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/error.h"

#include <array>

namespace corpus {
namespace {

struct CodeText {
  ErrorCode code;
  std::string_view word, zh, en;
};

// One table, in the order of the enum, so that a code is its row.
constexpr std::array kCodes = {
    CodeText{ErrorCode::invalid_argument, "invalid_argument", "请求有误", "the request cannot be read"},
    CodeText{ErrorCode::not_found, "not_found", "没有找到", "not found"},
    CodeText{ErrorCode::conflict, "conflict", "与现有记录冲突", "conflicts with what is there"},
    CodeText{ErrorCode::refused, "refused", "记录未通过校验", "the record is refused"},
    CodeText{ErrorCode::unauthorized, "unauthorized", "需要访问令牌", "a token is needed"},
    CodeText{ErrorCode::forbidden, "forbidden", "令牌权限不足", "the token lacks the scope"},
    CodeText{ErrorCode::too_large, "too_large", "超过大小限制", "over the size limit"},
    CodeText{ErrorCode::timeout, "timeout", "超过时间限制", "over the time limit"},
    CodeText{ErrorCode::unavailable, "unavailable", "服务暂不可用", "not available now"},
    CodeText{ErrorCode::busy, "busy", "正被另一进程占用", "held by another process"},
    CodeText{ErrorCode::damaged, "damaged", "文件已损坏", "the file is damaged"},
    CodeText{ErrorCode::version_mismatch, "version_mismatch", "版本不符", "made by another version"},
    CodeText{ErrorCode::io, "io", "读写失败", "input or output failed"},
    CodeText{ErrorCode::internal, "internal", "内部错误", "internal error"},
    CodeText{ErrorCode::stopped, "stopped", "已被中止", "stopped before its end"},
};

const CodeText& row(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view to_string(ErrorCode code) { return row(code).word; }
std::string_view meaning_zh(ErrorCode code) { return row(code).zh; }
std::string_view meaning_en(ErrorCode code) { return row(code).en; }

std::string to_text(const Error& error) {
  std::string text;
  if (!error.where.empty()) text += error.where + ": ";
  text += error.message.empty() ? std::string(meaning_en(error.code)) : error.message;
  if (!error.hint.empty()) text += "\n  hint: " + error.hint;
  return text;
}

}  // namespace corpus
