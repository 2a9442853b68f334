// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what one side states speaks of the parameter that the other asks for, by vocabulary, words and condition.
#pragma once

#include <span>
#include <string_view>

#include "indexer/indicators.h"

namespace search {

// The same entry of the vocabulary and at least as much said of what it is about (COD去除率 answers for 去除率, but neither 去除率 nor 氨氮去除率 for
// COD去除率; 清洗剂成本 does not for 清洗成本), or nearly the same words, of the same stage (进水, 出水); of what period is not asked. What each part has its own of
// (自重, 生产成本) is answered by what is of the whole. A name that could be of anything (误差, 精度, 检出率, 寿命) is answered by itself only, and
// one that names no quantity at all (误差) only where both lists state it: in running text it is of what the sentence is about. A name that the other one ends
// in (膨胀, 体积膨胀率) meets it where every figure of its condition is the other's. Cost: the length of the names; no text is read.
bool answers(const indexer::RecordIndicator& asked, const indexer::RecordIndicator& stated);

// Whether a parameter's name, or another short text, holds one of the words.
bool holds_any(std::string_view text, std::span<const std::string_view> words);

}  // namespace search
