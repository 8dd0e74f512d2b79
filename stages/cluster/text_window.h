// The texts of the window's articles, and which of them may be copies of a new one: CopyIndex by uri, that can be undone and
// restored in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stages/cluster/copy_index.h"
#include "stages/cluster/copy_text.h"
#include "stages/cluster/sample.h"

namespace marsad::cluster {

struct KeptText {
  uint64_t sequence = 0;  // of the article's record: the order in which candidates came
  CopyText text = {};
  std::string title = {};
  std::string language = {};
  int32_t day = 0;
  bool is_short = false;
};

// One thread.
class TextWindow {
 public:
  using Mark = size_t;

  explicit TextWindow(const CopyIndexOptions& options) : options_(options), index_(options) {}

  // `text.sequence` is higher than that of all before; `sample` is of the text. The uri must have none.
  void Put(std::string_view uri, KeptText text, const Sample& sample);
  void Take(std::string_view uri);
  // Null if there is none. Valid until the next call that is not const.
  const KeptText* Find(std::string_view uri) const;
  // The uris of those that share enough, the largest share first, then the oldest.
  std::vector<std::string> FindCandidates(const Sample& sample);
  size_t size() const { return texts_.size(); }
  size_t bytes() const { return index_.bytes(); }

  Mark SetMark() const { return journal_.size(); }
  void RollBack(Mark mark);
  void Settle();
  // Instead of what there was; outside of marks, in any order.
  void Restore(std::string_view uri, std::optional<KeptText> text);

 private:
  static constexpr uint64_t kNotIndexed = UINT64_MAX;
  struct Entry {
    KeptText text;
    uint64_t number = kNotIndexed;  // in the index
  };
  struct Undo {
    std::string uri;
    std::optional<Entry> before = {};  // none: it was put
  };

  void Index(const std::string& uri, Entry* entry, const Sample& sample);
  void TakeOut(uint64_t number);
  void IndexRestored();

  CopyIndexOptions options_;
  CopyIndex index_;
  std::unordered_map<std::string, Entry> texts_;  // only looked up
  std::deque<std::string> uris_;                  // by number from index_.begin(); empty: taken out
  uint64_t newest_ = 0;                           // the highest sequence that was indexed
  std::vector<std::string> restored_;             // that are not indexed yet
  std::vector<Undo> journal_;
};

}  // namespace marsad::cluster
