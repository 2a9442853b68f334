// SPDX-License-Identifier: GPL-3.0-or-later
// The writing door of one generation's database, and the locks that keep writers apart. Not thread-safe; one writer per database.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <memory>
#include <string>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/generation_layout.h"

namespace indexer {

// A lock file held by one process (flock), released when the object or the process goes. The file holds who: pid, command, since when.
class FileLock {
 public:
  // busy where another holds it, with its words from the file in the message.
  static corpus::Result<FileLock> take(const std::filesystem::path& file, const std::string& who);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

class IndexWriter {
 public:
  // Opens an existing database for change. busy where another writer has it.
  static corpus::Result<std::unique_ptr<IndexWriter>> open(const std::filesystem::path& database, const corpus::Vocabularies& vocabularies);

  // Adds or replaces by id.
  corpus::Result<void> put(const corpus::Record& record);
  corpus::Result<void> remove(const std::string& id);
  // Makes what was put and removed visible together with the sequence number it reaches. Durable when it returns.
  corpus::Result<void> commit(corpus::Seq seq);
  corpus::Result<corpus::Seq> seq() const;

 private:
  IndexWriter(Xapian::WritableDatabase database, std::string where, const corpus::Vocabularies& vocabularies)
      : database_(std::move(database)), where_(std::move(where)), vocabularies_(vocabularies) {}
  Xapian::WritableDatabase database_;
  std::string where_;
  const corpus::Vocabularies& vocabularies_;
};

// Metadata that every database of a generation carries.
void write_metadata(Xapian::WritableDatabase& database, const Manifest& manifest);

}  // namespace indexer
