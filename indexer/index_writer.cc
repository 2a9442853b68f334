// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <string_view>

#include "corpus/hash.h"
#include "corpus/writable.h"
#include "indexer/document.h"
#include "indexer/files.h"
#include "indexer/grouping.h"
#include "indexer/hint.h"
#include "indexer/lost_table.h"
#include "indexer/schema.h"
#include "indexer/stamp.h"
#include "indexer/xapian_error.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

// A job is ended by its id: to stop the process that does it would end a service.
std::string hint_about(const std::string& holder) {
  constexpr std::string_view kJob = ", job ";
  const std::size_t at = holder.find(kJob);
  if (at == std::string::npos) return "wait for it to end, or stop it";
  const std::size_t id = at + kJob.size();
  return "wait for it to end, or cancel it: queqiao jobs cancel " + holder.substr(id, holder.find(' ', id) - id);
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file, const std::string& who) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (const int why = errno; descriptor < 0) {
    if (auto writable = corpus::check_writable(file.parent_path()); !writable) return std::unexpected(writable.error());
    return fail(ErrorCode::io, file.string(), fmt::format("cannot open the lock file: {}", std::strerror(why)),
                "make the data directory writable for this user");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char holder[256] = {};
    const ssize_t size = ::pread(descriptor, holder, sizeof holder - 1, 0);
    ::close(descriptor);
    std::string words(holder, size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!words.empty() && words.back() == '\n') words.pop_back();
    return fail(ErrorCode::busy, file.string(), "held by " + (words.empty() ? "another process" : words), hint_about(words));
  }
  FileLock lock(descriptor);
  lock.name(who);
  return lock;
}

void FileLock::name(const std::string& who) const {
  const std::string words = fmt::format("{} (pid {}, since {})\n", who, ::getpid(), corpus::utc_now());
  if (::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, words.data(), words.size(), 0) < 0) {
    // The words only help whoever finds the lock held; the lock itself stands.
  }
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::unique_ptr<IndexWriter>> IndexWriter::open(const std::vector<std::filesystem::path>& shards, const corpus::Vocabularies& vocabularies,
                                                       std::shared_ptr<const model::TextModel> model, std::shared_ptr<const text::Lexicon> lexicon) {
  std::vector<Xapian::WritableDatabase> opened;
  std::vector<std::string> where;
  for (const auto& path : shards) {
    where.push_back(path.string());
    auto done = guarded(where.back(), [&]() -> Result<void> {
      // Xapian would begin the table anew: what is lost would look like a shard that never had it.
      if (auto whole = check_tables(path); !whole) return whole;
      opened.emplace_back(where.back(), Xapian::DB_OPEN);
      return {};
    });
    if (!done) return std::unexpected(done.error());
  }
  return std::unique_ptr<IndexWriter>(new IndexWriter(std::move(opened), std::move(where), vocabularies, std::move(model), std::move(lexicon)));
}

// The first time counts: what was written since is of this slice.
void IndexWriter::remember_group(const std::string& id) {
  if (!concerned_.contains(id)) concerned_.emplace(id, group_of(shards_[shard_of(id, shards_.size())], id));
}

Result<void> IndexWriter::put(const corpus::Record& record) {
  const std::string& id = corpus::id_of(record);
  const std::size_t shard = shard_of(id, shards_.size());
  return guarded(where_[shard], [&]() -> Result<void> {
    remember_group(id);
    shards_[shard].replace_document(id_term(id), make_document(record, vocabularies_, model_.get(), lexicon_.get()));
    return {};
  });
}

Result<void> IndexWriter::remove(const std::string& id) {
  const std::size_t shard = shard_of(id, shards_.size());
  return guarded(where_[shard], [&]() -> Result<void> {
    remember_group(id);
    shards_[shard].delete_document(id_term(id));
    return {};
  });
}

Result<void> IndexWriter::decided_on(const std::string& id) {
  return guarded(where_[shard_of(id, shards_.size())], [&]() -> Result<void> {
    remember_group(id);
    return {};
  });
}

Result<Regrouped> IndexWriter::regroup(const SameDecisionsOfStore& decisions) {
  return guarded(where_.front(), [&]() -> Result<Regrouped> {
    Regrouped regrouped;
    regrouped.unfollowed = indexer::regroup(shards_, concerned_, decisions);
    for (const auto& [id, group_before] : concerned_) regrouped.ids.insert(id);
    concerned_.clear();
    return regrouped;
  });
}

Result<void> IndexWriter::commit(corpus::Seq seq) {
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    auto done = guarded(where_[i], [&]() -> Result<void> {
      shards_[i].set_metadata(std::string(metadata::kSeq), std::to_string(seq));
      shards_[i].commit();
      return {};
    });
    if (!done) return done;
  }
  return {};
}

Result<corpus::Seq> IndexWriter::seq() const {
  return guarded(where_.front(), [&]() -> Result<corpus::Seq> {
    corpus::Seq lowest = std::numeric_limits<corpus::Seq>::max();
    for (const Xapian::WritableDatabase& shard : shards_) lowest = std::min(lowest, seq_of(shard));
    return lowest;
  });
}

Result<Shard> describe_shard(const std::filesystem::path& path, const std::function<bool()>& cancelled) {
  return guarded(path.string(), [&]() -> Result<Shard> {
    if (auto whole = check_tables(path); !whole) return std::unexpected(whole.error());
    Shard shard;
    const Xapian::Database database(path.string());
    shard.name = path.filename().string();
    shard.documents = database.get_doccount();
    shard.revision = database.get_revision();
    shard.bytes = bytes_below(path);
    auto checksum = corpus::directory_hash(path, cancelled);
    if (!checksum) return std::unexpected(checksum.error());
    shard.checksum = std::move(*checksum);
    return shard;
  });
}

void write_metadata(Xapian::WritableDatabase& database, const Manifest& manifest, std::size_t shard, std::size_t shards) {
  database.set_metadata(std::string(metadata::kGeneration), manifest.generation);
  database.set_metadata(std::string(metadata::kBuild), manifest.build);
  database.set_metadata(std::string(metadata::kSeq), std::to_string(manifest.seq));
  database.set_metadata(std::string(metadata::kAnalyzer), manifest.analyzer);
  database.set_metadata(std::string(metadata::kSchema), std::to_string(manifest.schema));
  database.set_metadata(std::string(metadata::kVocabulary), manifest.vocabulary);
  database.set_metadata(std::string(metadata::kShard), fmt::format("{}/{}", shard, shards));
  database.set_metadata(std::string(metadata::kModel), model_edition(manifest));
  database.set_metadata(std::string(metadata::kRanking), ranking_of(manifest));
  database.set_metadata(std::string(metadata::kLexicon), lexicon_edition(manifest));
}

}  // namespace indexer
