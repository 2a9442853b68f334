// SPDX-License-Identifier: GPL-3.0-or-later
// The table of usual readings is made from ICU when the program is built (make_pinyin_table.cc): at its start it took .6 s of each command's time. Alone, a
// character gets its most usual reading; ICU knows few readings by context (重庆, but not 银行), hence kPolyphones.
#include "indexer/text/pinyin.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

#include "indexer/text/normalize.h"
#include "pinyin_table.inc"  // kFirst, kLast, kSyllableNames, kUsualSyllable

namespace indexer::text {
namespace {

// Character, then all readings that words of technology, names and places have.
constexpr std::string_view kPolyphones =
    "行 xing hang;长 chang zhang;重 zhong chong;调 diao tiao;传 chuan zhuan;弹 dan tan;藏 cang zang;曾 ceng zeng;朝 chao zhao;车 che ju;参 can shen;"
    "厦 xia sha;校 xiao jiao;解 jie xie;降 jiang xiang;率 lv shuai;盛 sheng cheng;石 shi dan;折 zhe she;省 sheng xing;宿 su xiu;血 xue xie;系 xi ji;"
    "还 hai huan;都 dou du;单 dan shan;区 qu ou;尉 wei yu;乐 le yue;角 jiao jue;觉 jue jiao;便 bian pian;薄 bo bao;剥 bo bao;称 cheng chen;处 chu;"
    "大 da dai;度 du duo;恶 e wu;给 gei ji;会 hui kuai;和 he huo;核 he hu;壳 ke qiao;奇 qi ji;茄 qie jia;贾 jia gu;见 jian xian;嚼 jiao jue;劲 jin jing;"
    "卡 ka qia;勒 le lei;肋 lei le;露 lu lou;绿 lv lu;落 luo la;埋 mai man;没 mei mo;脉 mai mo;模 mo mu;疟 nue yao;迫 po pai;屏 ping bing;瀑 pu bao;"
    "曝 pu bao;铅 qian yan;强 qiang jiang;圈 quan juan;塞 sai se;色 se shai;什 shi shen;识 shi zhi;似 si shi;术 shu zhu;说 shuo shui;拓 tuo ta;提 ti di;"
    "纤 xian qian;巷 xiang hang;削 xiao xue;叶 ye xie;熨 yun yu;扎 zha za;轧 zha ya;粘 nian zhan;着 zhe zhao zhuo;殖 zhi shi;种 zhong chong;属 shu zhu;"
    "咽 yan ye;仔 zai zi;蚌 beng bang;炮 pao bao;泊 bo po;柏 bai bo;堡 bao pu;伯 bo bai;秘 mi bi;泌 mi bi;六 liu lu;澄 cheng deng;朴 pu piao;仇 chou qiu;"
    "查 cha zha;翟 zhai di;尾 wei yi;亲 qin qing;龟 gui jun;差 cha chai;乘 cheng sheng;畜 chu xu;囤 tun dun;夹 jia ga;酵 jiao xiao;的 de di;地 di de;"
    "得 de dei;了 liao le;臭 chou xiu;虹 hong jiang;咖 ka ga;稽 ji qi;陆 lu liu;娜 na nuo;吓 xia he;合 he ge";

// Whether each character of the block is one of GB 2312: two bytes of GB 18030, the first B0–F7, the second from A1.
std::vector<bool> characters_in_use() {
  std::vector<bool> used(kLast - kFirst + 1, true);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("GB18030", &status), ucnv_close);
  if (U_FAILURE(status)) return used;
  for (UChar32 c = kFirst; c <= kLast; ++c) {
    const auto unit = static_cast<char16_t>(c);
    std::array<char, 8> bytes{};
    status = U_ZERO_ERROR;
    const std::int32_t size = ucnv_fromUChars(converter.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &unit, 1, &status);
    const auto lead = static_cast<unsigned char>(bytes[0]), trail = static_cast<unsigned char>(bytes[1]);
    used[static_cast<std::size_t>(c - kFirst)] = U_SUCCESS(status) && size == 2 && lead >= 0xB0 && lead <= 0xF7 && trail >= 0xA1;
  }
  return used;
}

class Table {
 public:
  static const Table& get() {
    static const Table table;
    return table;
  }

  std::span<const std::string_view> readings(UChar32 c) const {
    if (c < kFirst || c > kLast) return {};
    const std::uint16_t list = list_of_[static_cast<std::size_t>(c - kFirst)];
    return lists_[list];
  }

  const std::u16string& characters(std::string_view syllable) const {
    static const std::u16string none;
    const auto at = characters_.find(syllable);
    return at == characters_.end() ? none : at->second;
  }

  std::span<const std::string> syllables() const { return syllables_; }

 private:
  Table() {
    std::vector<std::vector<std::string>> read = polyphones_after(usual_readings());
    std::set<std::string> all;
    for (const auto& list : read) all.insert(list.begin(), list.end());
    syllables_.assign(all.begin(), all.end());
    const std::vector<bool> used = characters_in_use();
    std::map<std::vector<std::string>, std::uint16_t> known{{{}, 0}};
    lists_.emplace_back();
    list_of_.reserve(read.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      const auto [at, is_new] = known.try_emplace(read[i], static_cast<std::uint16_t>(lists_.size()));
      if (is_new) {
        lists_.emplace_back();
        for (const std::string& one : read[i]) lists_.back().push_back(*std::ranges::lower_bound(syllables_, one));
      }
      list_of_.push_back(at->second);
      if (!used[i]) continue;
      for (const std::string_view one : lists_[at->second]) characters_[std::string(one)] += static_cast<char16_t>(kFirst + static_cast<UChar32>(i));
    }
  }

  static std::vector<std::string> usual_readings() {
    std::vector<std::string> names{""};
    for (std::size_t from = 0; from < kSyllableNames.size(); ++from) {
      const std::size_t to = std::min(kSyllableNames.find(' ', from), kSyllableNames.size());
      names.emplace_back(kSyllableNames.substr(from, to - from));
      from = to;
    }
    std::vector<std::string> usual;
    usual.reserve(std::size(kUsualSyllable));
    for (const std::uint16_t number : kUsualSyllable) usual.push_back(names[number]);
    return usual;
  }

  static std::vector<std::vector<std::string>> polyphones_after(const std::vector<std::string>& usual) {
    std::vector<std::vector<std::string>> read(usual.size());
    for (std::size_t i = 0; i < usual.size(); ++i)
      if (!usual[i].empty()) read[i] = {usual[i]};
    for (std::size_t from = 0; from < kPolyphones.size();) {
      const std::size_t to = std::min(kPolyphones.find(';', from), kPolyphones.size());
      const icu::UnicodeString row = icu::UnicodeString::fromUTF8(icu::StringPiece(kPolyphones.data() + from, static_cast<std::int32_t>(to - from)));
      std::vector<std::string>& list = read[static_cast<std::size_t>(row[0] - kFirst)];
      for (std::int32_t at = 1; at < row.length();) {
        std::int32_t end = row.indexOf(u' ', at + 1);
        if (end < 0) end = row.length();
        std::string one;
        row.tempSubStringBetween(at + 1, end).toUTF8String(one);
        if (std::ranges::find(list, one) == list.end()) list.push_back(std::move(one));
        at = end;
      }
      from = to + 1;
    }
    return read;
  }

  std::vector<std::string> syllables_;
  std::vector<std::vector<std::string_view>> lists_;  // of readings; the first is empty
  std::vector<std::uint16_t> list_of_;                // of each character of the block
  std::map<std::string, std::u16string, std::less<>> characters_;
};

std::vector<char> initials(const TypedPlace& place) {
  if (place.readings.empty()) return place.written < 0x80 ? std::vector<char>{static_cast<char>(place.written)} : std::vector<char>{};
  std::vector<char> out;
  for (const std::string_view reading : place.readings)
    if (std::ranges::find(out, reading.front()) == out.end()) out.push_back(reading.front());
  return out;
}

void extend(std::span<const TypedPlace> rest, const std::string& key, std::vector<std::string>& keys) {
  if (keys.size() == kMaxPinyinKeys) return;
  if (rest.empty()) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    return;
  }
  const std::vector<char> letters = initials(rest.front());
  if (letters.empty()) return extend({}, key, keys);  // Greek and the like: what is typed so far has to do
  for (const char letter : letters) extend(rest.subspan(1), key + letter, keys);
}

}  // namespace

std::span<const std::string_view> readings(UChar32 character) { return Table::get().readings(character); }

const std::u16string& characters_read(std::string_view syllable) { return Table::get().characters(syllable); }

std::span<const std::string> syllables() { return Table::get().syllables(); }

std::vector<TypedPlace> places(std::string_view folded, std::size_t most) {
  std::vector<TypedPlace> out;
  const auto size = static_cast<std::int32_t>(folded.size());
  for (std::int32_t i = 0; i < size && out.size() < most;) {
    UChar32 c = 0;
    U8_NEXT(folded.data(), i, size, c);
    if (c < 0) continue;
    if (is_han(c))
      out.push_back({c, readings(c)});
    else if (u_isalnum(c))
      out.push_back({c, {}});
  }
  return out;
}

std::vector<std::string> pinyin_keys(std::string_view folded) {
  const std::vector<TypedPlace> all = places(folded, 1 + kMaxPinyinInitials);
  std::vector<std::string> keys;
  if (std::ranges::none_of(all, [](const TypedPlace& place) { return !place.readings.empty(); })) return keys;
  const std::span<const TypedPlace> rest = std::span(all).subspan(1);
  for (const std::string_view reading : all.front().readings) extend(rest, std::string(reading) + ' ', keys);
  if (all.front().readings.empty() && all.front().written < 0x80) extend(rest, std::string(1, static_cast<char>(all.front().written)) + ' ', keys);
  return keys;
}

}  // namespace indexer::text
