// SPDX-License-Identifier: GPL-3.0-or-later
// Records of one generation by id, each read and parsed once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "corpus/record.h"
#include "search/index_reader.h"

namespace search {

class IndexedRecords {
 public:
  // The reader outlives this. One thread.
  explicit IndexedRecords(const IndexReader& reader) : reader_(reader) {}

  // As the index has it, without contacts; nullptr where it has no such record, or a damaged one. Stays valid. May throw Xapian::Error.
  const corpus::Record* find(const std::string& id);

  // Reads the records of these documents at once, so that `find` need not ask for each; returns their ids. May throw Xapian::Error.
  std::vector<std::string> fetch(const Xapian::MSet& found);
  // The same by id, with one question; those that the index does not have are passed over. May throw Xapian::Error.
  void fetch(const std::vector<std::string>& ids);

  // The same where it is of this kind.
  template <class Kind>
  const Kind* find_as(const std::string& id) {
    const corpus::Record* record = find(id);
    return record == nullptr ? nullptr : std::get_if<Kind>(record);
  }

 private:
  const IndexReader& reader_;
  std::map<std::string, std::unique_ptr<corpus::Record>> read_;
};

}  // namespace search
