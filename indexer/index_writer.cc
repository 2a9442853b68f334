// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "indexer/document.h"
#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

Result<FileLock> FileLock::take(const std::filesystem::path& file, const std::string& who) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return fail(ErrorCode::io, file.string(), fmt::format("cannot open the lock file: {}", std::strerror(errno)),
                "make the data directory writable for this user");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char holder[256] = {};
    const ssize_t size = ::pread(descriptor, holder, sizeof holder - 1, 0);
    ::close(descriptor);
    std::string words(holder, size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!words.empty() && words.back() == '\n') words.pop_back();
    return fail(ErrorCode::busy, file.string(), "held by " + (words.empty() ? "another process" : words), "wait for it to end, or stop it");
  }
  const std::string words = fmt::format("{} (pid {}, since {})\n", who, ::getpid(), corpus::utc_now());
  if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, words.data(), words.size(), 0) < 0) {
    // The words only help whoever finds the lock held; the lock itself stands.
  }
  return FileLock(descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::unique_ptr<IndexWriter>> IndexWriter::open(const std::filesystem::path& database, const corpus::Vocabularies& vocabularies) {
  return guarded(database.string(), [&]() -> Result<std::unique_ptr<IndexWriter>> {
    return std::unique_ptr<IndexWriter>(
        new IndexWriter(Xapian::WritableDatabase(database.string(), Xapian::DB_OPEN), database.string(), vocabularies));
  });
}

Result<void> IndexWriter::put(const corpus::Record& record) {
  return guarded(where_, [&]() -> Result<void> {
    database_.replace_document(id_term(corpus::id_of(record)), make_document(record, vocabularies_));
    return {};
  });
}

Result<void> IndexWriter::remove(const std::string& id) {
  return guarded(where_, [&]() -> Result<void> {
    database_.delete_document(id_term(id));
    return {};
  });
}

Result<void> IndexWriter::commit(corpus::Seq seq) {
  return guarded(where_, [&]() -> Result<void> {
    database_.set_metadata(std::string(metadata::kSeq), std::to_string(seq));
    database_.commit();
    return {};
  });
}

Result<corpus::Seq> IndexWriter::seq() const {
  return guarded(where_, [&]() -> Result<corpus::Seq> {
    const std::string text = database_.get_metadata(std::string(metadata::kSeq));
    return text.empty() ? 0 : std::stoll(text);
  });
}

void write_metadata(Xapian::WritableDatabase& database, const Manifest& manifest) {
  database.set_metadata(std::string(metadata::kGeneration), manifest.generation);
  database.set_metadata(std::string(metadata::kSeq), std::to_string(manifest.seq));
  database.set_metadata(std::string(metadata::kAnalyzer), manifest.analyzer);
  database.set_metadata(std::string(metadata::kSchema), std::to_string(manifest.schema));
  database.set_metadata(std::string(metadata::kVocabulary), manifest.vocabulary);
}

}  // namespace indexer
