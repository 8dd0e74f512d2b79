#include "lib/pipeline/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

namespace marsad::pipeline {
namespace {

constexpr uint64_t kMagic = 0x314C4E4A44535241;  // "ARSDJNL1" in the file
constexpr uint32_t kVersion = 2;
constexpr size_t kMaxCulprits = 128;
enum State : uint32_t { kIdle = 0, kApplying = 1, kPardoned = 2 };

// The whole file. One process writes it; only the next one reads what it left behind.
struct Page {
  uint64_t magic = kMagic;
  uint64_t identity = 0;
  uint32_t version = kVersion;
  std::atomic<uint32_t> state = kIdle;  // written last: the slot is whole wherever it says kApplying
  Offset offset{};
  Partition partition{};
  uint32_t stage = 0;
  std::array<Culprit, kMaxCulprits> culprits = {};  // deaths is 0 if there is none
};
static_assert(std::atomic<uint32_t>::is_always_lock_free, "the state lies in a mapped file");

// FNV-1a, 64 bit: stable between builds, unlike std::hash.
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return hash;
}

std::string Problem(const std::string& path, const char* what) {
  return "crash journal " + path + ": " + what + ": " + std::strerror(errno);
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int value) : value_(value) {}
  FileDescriptor(FileDescriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  ~FileDescriptor() {
    if (value_ >= 0) close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

class FileJournal final : public Journal {
 public:
  FileJournal(FileDescriptor file, Page* page) : file_(std::move(file)), page_(page) {
    if (page_->state.load(std::memory_order_relaxed) == kApplying) CountDeath();
    page_->state.store(kIdle, std::memory_order_relaxed);
  }
  // Leaves the state as it is: only Leave() says that a stage came back.
  ~FileJournal() override { munmap(page_, sizeof(Page)); }
  FileJournal(const FileJournal&) = delete;
  FileJournal& operator=(const FileJournal&) = delete;

  std::vector<Culprit> culprits() const override {
    std::vector<Culprit> found;
    for (const Culprit& culprit : page_->culprits) {
      if (culprit.deaths > 0) found.push_back(culprit);
    }
    return found;
  }
  void Enter(Partition partition, Offset offset, uint32_t stage) override {
    page_->partition = partition;
    page_->offset = offset;
    page_->stage = stage;
    Change(kIdle, kApplying);
  }
  void Leave() override { Change(kApplying, kIdle); }
  void Pardon() override { page_->state.store(kPardoned, std::memory_order_release); }
  void Blame(Partition partition, Offset offset, uint32_t stage) override {
    Enter(partition, offset, stage);
    CountDeath();
  }
  void Forget(Partition partition) override {
    if (Culprit* known = Find(partition)) *known = {};
  }

 private:
  // Leaves every other state as it is: whoever was pardoned stays so.
  void Change(uint32_t from, uint32_t to) { page_->state.compare_exchange_strong(from, to, std::memory_order_acq_rel); }
  // Null if the partition has no culprit.
  Culprit* Find(Partition partition) const {
    const auto known = std::find_if(page_->culprits.begin(), page_->culprits.end(), [&](const Culprit& culprit) {
      return culprit.deaths > 0 && culprit.partition == partition;
    });
    return known == page_->culprits.end() ? nullptr : &*known;
  }
  // An empty place, or that of the culprit with the fewest deaths.
  Culprit* MakeRoom() const {
    return &*std::min_element(page_->culprits.begin(), page_->culprits.end(),
                              [](const Culprit& a, const Culprit& b) { return a.deaths < b.deaths; });
  }
  void CountDeath() {
    Culprit* culprit = Find(page_->partition);
    if (culprit == nullptr) culprit = MakeRoom();
    const bool again =
        culprit->deaths > 0 && culprit->partition == page_->partition && culprit->offset == page_->offset;
    if (!again) *culprit = {.partition = page_->partition, .offset = page_->offset};
    culprit->stages |= 1u << (page_->stage & 31u);
    ++culprit->deaths;
  }

  FileDescriptor file_;  // holds the lock
  Page* page_;
};

class ForgetfulJournal final : public Journal {
 public:
  std::vector<Culprit> culprits() const override { return {}; }
  void Enter(Partition, Offset, uint32_t) override {}
  void Leave() override {}
  void Blame(Partition, Offset, uint32_t) override {}
  void Forget(Partition) override {}
};

// The file's blocks are claimed here: a full disk must fail now, not as SIGBUS at a later write.
Result<Page*> Map(const std::string& path, int file) {
  if (const int error = posix_fallocate(file, 0, sizeof(Page)); error != 0) {
    errno = error;
    return Fail(Problem(path, "cannot be allocated"));
  }
  void* memory = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) return Fail(Problem(path, "cannot be mapped"));
  return static_cast<Page*>(memory);
}

}  // namespace

Result<std::unique_ptr<Journal>> OpenJournal(const std::string& path, std::string_view identity) {
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) return Fail(Problem(path, "cannot be opened"));
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Fail(Problem(path, "cannot be locked"));
    return Fail("crash journal " + path +
                ": held by another living process; two replicas need two state directories or two ordinals");
  }
  auto page = Map(path, file.get());
  if (!page) return tl::unexpected(page.error());
  const bool ours = (*page)->magic == kMagic && (*page)->version == kVersion && (*page)->identity == Hash(identity);
  if (!ours) new (*page) Page{.identity = Hash(identity)};
  return std::make_unique<FileJournal>(std::move(file), *page);
}

std::unique_ptr<Journal> NullJournal() { return std::make_unique<ForgetfulJournal>(); }

}  // namespace marsad::pipeline
