// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/thesaurus.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "corpus/diagnostic.h"
#include "corpus/edition.h"
#include "corpus/split.h"

namespace corpus {
namespace {

constexpr std::string_view kThesaurusHeading = "field\tterms\tkind";
constexpr std::array<std::string_view, 3> kKinds = {"synonym", "acronym", "variant"};

class ThesaurusReader {
 public:
  explicit ThesaurusReader(std::string file) : file_(std::move(file)) {}

  Result<Thesaurus> read(const std::string& content) {
    for (std::size_t from = 0; from < content.size();) {
      const std::size_t to = std::min(content.find('\n', from), content.size());
      ++line_;
      if (auto read = line(std::string_view(content).substr(from, to - from)); !read) return std::unexpected(read.error());
      from = to + 1;
    }
    if (!headed_) return damaged("there is no heading", "the first line that is no remark is: field, terms, kind, separated by tabs");
    if (!edition_) return damaged("there is no edition", "add a line such as: # edition: 1");
    thesaurus_.edition = edition_name(*edition_, content);
    return std::move(thesaurus_);
  }

 private:
  std::unexpected<Error> damaged(std::string message, std::string hint) const {
    return fail(ErrorCode::damaged, fmt::format("{}:{}", file_, line_), std::move(message), std::move(hint));
  }

  Result<void> line(std::string_view text) {
    if (text.starts_with(kEditionMark)) return edition(text.substr(kEditionMark.size()));
    if (text.empty() || text.starts_with('#')) return {};
    if (!std::exchange(headed_, true)) {
      if (text == kThesaurusHeading) return {};
      return damaged("this is not the heading of a thesaurus: " + excerpt(text, 60), "it is: field, terms, kind, separated by tabs");
    }
    return group(text);
  }

  Result<void> edition(std::string_view text) {
    const auto from = text.find_first_not_of(' ');
    int number = 0;
    const char* end = text.data() + text.size();
    if (from == std::string_view::npos || std::from_chars(text.data() + from, end, number).ptr != end || number < 1 || edition_)
      return damaged("this is no edition, or the second one", "one whole number from 1, once in the file");
    edition_ = number;
    return {};
  }

  Result<void> group(std::string_view text) {
    const std::vector<std::string> columns = split(text, '\t');
    if (columns.size() != 3) return damaged(fmt::format("{} columns instead of 3", columns.size()), "field, terms and kind are separated by tabs");
    ThesaurusGroup one{columns[0], split(columns[1], ';'), columns[2]};
    if (std::ranges::find(kKinds, one.kind) == kKinds.end())
      return damaged("unknown kind " + excerpt(one.kind, 30), "it is one of synonym, acronym, variant");
    if (one.terms.size() < 2) return damaged("a group of one term says nothing", "join two or more by a semicolon");
    for (const std::string& term : one.terms) {
      if (term.empty() || term.front() == ' ' || term.back() == ' ' || excerpt(term, term.size()) != term)
        return damaged("an empty or damaged term: " + excerpt(term, 30), "terms stand between semicolons, without spaces at their ends");
      if (!seen_.insert(term).second) return damaged("a term that stands twice: " + excerpt(term, 30), "join the two groups, or drop it from one");
    }
    thesaurus_.groups.push_back(std::move(one));
    return {};
  }

  std::string file_;
  std::size_t line_ = 0;
  bool headed_ = false;
  std::optional<int> edition_;
  std::set<std::string> seen_;
  Thesaurus thesaurus_;
};

}  // namespace

Result<Thesaurus> read_thesaurus(const std::filesystem::path& file) {
  std::error_code ignored;
  std::ifstream stream(file, std::ios::binary);
  if (!stream.is_open() || !std::filesystem::is_regular_file(file, ignored))
    return fail(ErrorCode::io, file.string(), "the thesaurus cannot be opened", "check the path and its permissions");
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return fail(ErrorCode::io, file.string(), "reading the thesaurus stopped in the middle", "check the disk and try again");
  return ThesaurusReader(file.string()).read(content);
}

}  // namespace corpus
