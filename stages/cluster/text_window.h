// The texts of the window's articles, and which of them may be copies of a new one: CopyIndex by uri, that can be undone and
// restored in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/cluster/copy_index.h"
#include "stages/cluster/copy_text.h"
#include "stages/cluster/heap_block.h"
#include "stages/cluster/sample.h"
#include "stages/cluster/string_pool.h"

namespace marsad::cluster {

struct KeptText {
  uint64_t sequence = 0;  // of the article's record: the order in which candidates came
  CopyText text = {};
  HeapText title = {};
  StringPool::Ref language = {};
  int32_t day = 0;
  bool is_short = false;
};

// One thread.
class TextWindow {
 public:
  using Mark = size_t;

  // The uris are in `pool`, which others may share; never null.
  explicit TextWindow(const CopyIndexOptions& options,
                      std::shared_ptr<StringPool> pool = std::make_shared<StringPool>())
      : options_(options), pool_(std::move(pool)), index_(options) {}

  // `text.sequence` is higher than that of all before; `sample` is of the text. The uri must have none.
  void Put(std::string_view uri, KeptText text, const Sample& sample);
  void Take(std::string_view uri);
  // Null if there is none. Valid until the next call that is not const.
  const KeptText* Find(std::string_view uri) const { return FindById(pool_->Find(uri)); }
  // Of those of `uris`, ids in the pool, that have one. Valid as long.
  std::vector<const KeptText*> FindAll(std::span<const StringPool::Id> uris) const;
  // The uris of those that share enough, the largest share first, then the oldest.
  std::vector<std::string> FindCandidates(const Sample& sample);
  size_t size() const { return size_; }
  size_t bytes() const;  // of memory, about; without the uris

  Mark SetMark() const { return journal_.size(); }
  void RollBack(Mark mark);
  void Settle();
  // Instead of what there was; outside of marks, in any order.
  void Restore(const StringPool::Ref& uri, std::optional<KeptText> text);
  void Restore(std::string_view uri, std::optional<KeptText> text) { Restore(pool_->Intern(uri), std::move(text)); }

 private:
  // Where the text of a uri is: its number in the index, or its place among those that are not indexed yet.
  static constexpr uint64_t kNowhere = UINT64_MAX;
  static constexpr uint64_t kRestored = uint64_t{1} << 63;

  struct Entry {
    StringPool::Ref uri = {};  // none: taken out
    KeptText text = {};
  };
  struct Undo {
    StringPool::Ref uri = {};
    uint64_t number = 0;
    std::optional<KeptText> before = {};  // none: it was put
  };

  static size_t BytesOf(const KeptText& text);
  const KeptText* FindById(StringPool::Id uri) const;
  uint64_t PlaceOf(StringPool::Id uri) const { return uri < places_.size() ? places_[uri] : kNowhere; }
  void SetPlace(StringPool::Id uri, uint64_t place);
  Entry& At(uint64_t place);
  void Keep(uint64_t number, Entry entry);
  Entry TakeOut(uint64_t place);
  void IndexRestored();

  CopyIndexOptions options_;
  std::shared_ptr<StringPool> pool_;
  CopyIndex index_;
  std::deque<uint64_t> places_;  // by id of the uri
  std::deque<Entry> entries_;    // by number from index_.begin()
  size_t size_ = 0;              // that are not taken out
  size_t text_bytes_ = 0;        // that these hold elsewhere
  uint64_t newest_ = 0;          // the highest sequence that was indexed
  std::deque<Entry> restored_;   // that are not indexed yet
  std::vector<Undo> journal_;
};

}  // namespace marsad::cluster
