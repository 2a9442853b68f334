// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "corpus/hash.h"
#include "indexer/document.h"
#include "indexer/files.h"
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

Result<std::unique_ptr<IndexWriter>> IndexWriter::open(const std::vector<std::filesystem::path>& shards, const corpus::Vocabularies& vocabularies) {
  std::vector<OpenShard> opened;
  for (const auto& path : shards) {
    auto done = guarded(path.string(), [&]() -> Result<void> {
      opened.push_back({Xapian::WritableDatabase(path.string(), Xapian::DB_OPEN), path.string()});
      return {};
    });
    if (!done) return std::unexpected(done.error());
  }
  return std::unique_ptr<IndexWriter>(new IndexWriter(std::move(opened), vocabularies));
}

Result<void> IndexWriter::put(const corpus::Record& record) {
  OpenShard& shard = shard_with(corpus::id_of(record));
  return guarded(shard.where, [&]() -> Result<void> {
    shard.changed = true;
    shard.database.replace_document(id_term(corpus::id_of(record)), make_document(record, vocabularies_));
    return {};
  });
}

Result<void> IndexWriter::remove(const std::string& id) {
  OpenShard& shard = shard_with(id);
  return guarded(shard.where, [&]() -> Result<void> {
    shard.changed = true;
    shard.database.delete_document(id_term(id));
    return {};
  });
}

Result<void> IndexWriter::commit(corpus::Seq seq) {
  for (std::size_t i = shards_.size(); i-- > 0;) {
    OpenShard& shard = shards_[i];
    if (i != 0 && !shard.changed) continue;
    auto done = guarded(shard.where, [&]() -> Result<void> {
      if (i == 0) shard.database.set_metadata(std::string(metadata::kSeq), std::to_string(seq));
      shard.database.commit();
      shard.changed = false;
      return {};
    });
    if (!done) return done;
  }
  return {};
}

Result<corpus::Seq> IndexWriter::seq() const {
  return guarded(shards_.front().where, [&]() -> Result<corpus::Seq> {
    const std::string text = shards_.front().database.get_metadata(std::string(metadata::kSeq));
    return text.empty() ? 0 : std::stoll(text);
  });
}

Result<Shard> describe_shard(const std::filesystem::path& path) {
  return guarded(path.string(), [&]() -> Result<Shard> {
    Shard shard;
    const Xapian::Database database(path.string());
    shard.name = path.filename().string();
    shard.documents = database.get_doccount();
    shard.revision = database.get_revision();
    shard.bytes = bytes_below(path);
    auto checksum = corpus::directory_hash(path);
    if (!checksum) return std::unexpected(checksum.error());
    shard.checksum = std::move(*checksum);
    return shard;
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
