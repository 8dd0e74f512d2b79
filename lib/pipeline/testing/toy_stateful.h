// The smallest stateful step that has all there is to one, and so the model that a real one copies. For each partition it
// numbers the articles, counts those of each key, and remembers the keys of the last few: a window that goes by number,
// never by time. Its field is the story: id "KEY/SEQUENCE", articles the count. A kill makes it forget the key. The key is
// the record's, or the article's source, of which a kill says nothing.
//
// Its state topic: under "key/KEY" the count and the last number of that key; under "last" the partition's last number,
// where it cannot be told from a key's. The title's first word may tell it to reject-count, throw-count, foreign-count or
// die-count instead, as with the other toys; these fail after it has counted, as a real one might.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/pipeline/stage.h"

namespace marsad::pipeline::testing {

// Belongs to one thread.
class ToyStateful final : public Stateful {
 public:
  enum class By { kKey, kSource };

  // Remembers so many keys of each partition, one at least.
  explicit ToyStateful(size_t window, By by = By::kKey) : window_(window), by_(by) {}

  std::string_view name() const override { return "count"; }
  std::string_view bundle() const override { return "toy-bundle"; }
  record::Field field() const override { return record::Field::kStory; }
  std::variant<Folded, Reject> Fold(const Place& place, std::string_view key,
                                    const v1::EnrichedArticle& article) override;
  Mark SetMark() override { return undo_.size(); }
  void RollBack(Mark mark) override;
  void Settle() override { undo_.clear(); }
  Result<void> Restore(Partition partition, std::string_view key, std::optional<std::string_view> value) override;
  void Forget(Partition partition) override { partitions_.erase(partition); }

  // All that it remembers, as the state topic would have it: for tests.
  std::map<std::string, std::string> Memory(Partition partition) const;

 private:
  struct Entry {
    uint64_t count = 0;
    uint64_t sequence = 0;  // of the key's last article
  };
  struct Part {
    uint64_t sequence = 0;  // of the last article
    std::map<std::string, Entry, std::less<>> keys;
    std::map<uint64_t, std::string> order;  // of the keys, by their last number
  };
  // What one change has to put back.
  struct Undo {
    Partition partition;
    uint64_t sequence;
    std::string key;
    std::optional<Entry> entry;
  };

  static std::string Write(const Entry& entry);
  // Puts `entry` under `key`, none: takes it out.
  static void Put(Part* part, const std::string& key, const std::optional<Entry>& entry);
  void Change(Partition partition, const std::string& key, const std::optional<Entry>& entry, Folded* folded);

  const size_t window_;
  const By by_;
  std::map<Partition, Part> partitions_;
  std::vector<Undo> undo_;
};

}  // namespace marsad::pipeline::testing
