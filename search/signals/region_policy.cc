// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/signals/region_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

Result<std::string> region_of(const std::string& word, const std::string& line, const corpus::Vocabulary& regions) {
  if (auto code = regions.resolve(word)) return std::move(*code);
  const auto near = regions.near(word, 3);
  return fail(ErrorCode::invalid_argument, "search.policy_regions", fmt::format("\"{}\": there is no region \"{}\"", line, word),
              near.empty() ? "give a code or a name of the list region" : fmt::format("did you mean {}?", fmt::join(near, ", ")));
}

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

Result<RegionPolicy> read_region_policy(const std::vector<std::string>& written, int hundredths, const corpus::Vocabulary& regions) {
  RegionPolicy policy{{}, hundredths / 100.0};
  for (const std::string& line : written) {
    const auto sign = line.find('>');
    const std::string from = trimmed(line.substr(0, sign)), to = sign == std::string::npos ? "" : trimmed(line.substr(sign + 1));
    if (from.empty() || to.empty() || to.find('>') != std::string::npos)
      return fail(ErrorCode::invalid_argument, "search.policy_regions", fmt::format("\"{}\" is not of the form FROM > TO", line),
                  "such as \"武汉 > 咸宁\" or \"420100 > 421200\"");
    auto from_code = region_of(from, line, regions), to_code = region_of(to, line, regions);
    if (!from_code) return std::unexpected(from_code.error());
    if (!to_code) return std::unexpected(to_code.error());
    if (*from_code == *to_code)
      return fail(ErrorCode::invalid_argument, "search.policy_regions", fmt::format("\"{}\" names one region twice", line),
                  "what lies near is the region signal; a policy is about two regions");
    policy.pairs.push_back({std::move(*from_code), std::move(*to_code)});
  }
  return policy;
}

const RegionPair* favoured(const Facts& need, const Facts& offer, const RegionPolicy& policy, const corpus::Vocabulary& regions) {
  if (!policy.on() || need.region.empty() || offer.region.empty()) return nullptr;
  const auto need_in = regions.ancestors(need.region), offer_in = regions.ancestors(offer.region);
  const auto lies = [](const std::vector<std::string>& in, const std::string& region) { return std::ranges::find(in, region) != in.end(); };
  for (const RegionPair& pair : policy.pairs)
    if (lies(offer_in, pair.from) && lies(need_in, pair.to) && !(lies(offer_in, pair.to) && lies(need_in, pair.from))) return &pair;
  return nullptr;
}

Value policy_signal(const Facts& need, const Facts& offer, const RegionPolicy& policy, const corpus::Vocabulary& regions) {
  if (!policy.on()) return std::nullopt;
  return favoured(need, offer, policy, regions) == nullptr ? 0 : 1;
}

}  // namespace search
