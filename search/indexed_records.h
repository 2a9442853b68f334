// SPDX-License-Identifier: GPL-3.0-or-later
// Records of the index by id: the document of one, and those of one generation read and parsed once.
#pragma once

#include <xapian.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/record.h"
#include "search/index_reader.h"

namespace search {

// The record that a document of the index holds; nullopt where that cannot be read, of which `queqiao index check` tells. Throws LostBody, and may throw
// Xapian::Error.
std::optional<corpus::Record> record_in(const Xapian::Document& document);
// The same where nothing can be answered without it: throws LostBody for what cannot be read, too.
corpus::Record whole_record_in(const Xapian::Document& document);

// The document of the record with this id, where the asker may see it. nullopt where there is none such, or none for this asker: nobody is told which.
// The id may be anything: one longer than 64 bytes, which no record has, is not looked up. May throw Xapian::Error.
std::optional<Xapian::Document> seen_record(const Xapian::Database& database, const std::string& id, bool see_hidden);

// Of a record that the asker does not find (seen_record): not_found with this hint, or unavailable while a shard is away, which may hold it.
corpus::Error not_in_index(const IndexReader& reader, const std::string& id, std::string hint = "");

// The kind of the record with this id, also of a hidden one: what may be shown of it is for the caller to ask. nullopt where the index has no such record. May
// throw Xapian::Error.
std::optional<corpus::Kind> kind_in_index(const Xapian::Database& database, const std::string& id);

// The terms under which the index has an organisation of this name, in whatever spelling of it: of enterprises, and of whoever works for it or has it as owner.
// None where it has no such name. Public records and others. May throw Xapian::Error.
std::vector<std::string> terms_of_organisation(const Xapian::Database& database, const std::string& name);

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

  // Enterprises with this name or alias, as suggestions fold it; the first few. None for an empty name. They stay valid. May throw Xapian::Error.
  std::vector<const corpus::Enterprise*> enterprises_named(const std::string& name);

  // The same where it is of this kind.
  template <class Kind>
  const Kind* find_as(const std::string& id) {
    const corpus::Record* record = find(id);
    return record == nullptr ? nullptr : std::get_if<Kind>(record);
  }

 private:
  const IndexReader& reader_;
  std::map<std::string, std::unique_ptr<corpus::Record>> read_;
  std::map<std::string, std::vector<std::string>> named_;  // name → ids of enterprises
};

}  // namespace search
