// What a stage is. A stage knows nothing of Kafka, keys, metrics or time: it is given one record and answers.
//
// Both kinds are deterministic: no I/O, no clock, no randomness, bounded time and memory. One instance serves one
// worker thread, so an instance may keep scratch memory; models are shared between instances as shared_ptr<const
// Model>.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/pipeline/observer.h"
#include "lib/record/header.h"
#include "lib/record/record.h"
#include "lib/record/reject.h"

namespace marsad::pipeline {

using record::Reject;
using record::RejectCode;

// What a decoder sees of a record: never the key, so that it cannot build on the producer's partitioning.
struct InputRecord {
  std::string_view value;  // never null: a null value is a kill and passes by the runner's hand
  record::HeadersView headers;
  Timestamp timestamp{};   // of the Kafka record; becomes Article.received
  std::string_view topic;  // with partition and offset: for Article.input, the original's where it was sent
                           // again; empty topic: not from Kafka
  Partition partition{};
  Offset offset{};
};

// One article that a decoder made. `delta` is a serialized EnrichedArticle that holds `article` and nothing else.
struct KeyedArticle {
  std::string key;  // Article.uri; never empty
  std::string delta;
};

// Left out on purpose, without a dead letter. `reason` is a metric label: static storage.
struct Skip {
  std::string_view reason;
};

// What an enricher adds: a serialized EnrichedArticle that holds only the field it owns (or nothing at all).
struct RecordDelta {
  std::string bytes;
};

// Articles of a record that holds several, such as a feed, of which some could not be made. These go on; `rejected` names
// those that do not, and a copy of the record is a dead letter that was passed on.
struct Partial {
  std::vector<KeyedArticle> articles;  // at least one
  Reject rejected;
};

using Decoded = std::variant<std::vector<KeyedArticle>, Partial, Skip, Reject>;
using Enriched = std::variant<RecordDelta, Reject>;

// The articles that a decoder made, in its order; none if it skipped or rejected the record.
inline std::span<const KeyedArticle> ArticlesOf(const Decoded& decoded) {
  if (const auto* all = std::get_if<std::vector<KeyedArticle>>(&decoded)) return *all;
  if (const auto* partial = std::get_if<Partial>(&decoded)) return partial->articles;
  return {};
}
inline std::span<KeyedArticle> ArticlesOf(Decoded& decoded) {
  if (auto* all = std::get_if<std::vector<KeyedArticle>>(&decoded)) return *all;
  if (auto* partial = std::get_if<Partial>(&decoded)) return partial->articles;
  return {};
}

// Makes 0..N articles of the bytes of one record.
class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual std::string_view name() const = 0;    // e.g. "decode"; StageRun.stage and the metric label
  virtual std::string_view bundle() const = 0;  // hash of what it was loaded with; empty: nothing
  virtual Decoded Decode(const InputRecord& input) = 0;
};

// A field without which an enricher has nothing to work on, and the name of the stage that makes it.
struct Need {
  record::Field field;
  std::string_view owner;
};

// Makes its own field of one article. A Reject lets the article pass on without that field, marked FAILED, and sends a
// copy to the dead letters.
class Enricher {
 public:
  virtual ~Enricher() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view bundle() const = 0;
  virtual record::Field field() const = 0;  // the one it owns
  // Fields that must be there. An article that lacks one never reaches Enrich(): it fails with UPSTREAM_FAILED, without a
  // dead letter, where the field's owner failed on it, else with MISSING_FIELD.
  virtual std::span<const Need> needs() const { return {}; }
  virtual Enriched Enrich(const v1::EnrichedArticle& article) = 0;
};

// Where a record came from. Within a partition, a stateful step is given them in this order.
struct Place {
  Partition partition{};
  Offset offset{};
};

// What changed in a stateful step's memory: the last value of a key counts, null says that there is none any more.
struct StateRecord {
  std::string key;
  std::optional<std::string> value;
};

// What a stateful step makes of a record: its own field, as an enricher's, and the changes.
struct Folded {
  RecordDelta delta;
  std::vector<StateRecord> state;
};

// Makes its own field of one article and of what it remembers of those before. Its memory is divided like the input: a
// record of a partition reads and changes that partition's part alone. Each change is written to the same partition of the
// state topic, in the transaction that carries the outputs; nothing else is kept. So memory is at any time what reading
// that topic gives, plus the open batch, and the shell sees to that:
//   a record fails after Fold()         RollBack() to the mark from before it
//   a batch is committed                 Settle()
//   a batch is not, or nobody knows      RollBack() to the mark from before it
//   partitions were given, or a doubt    Restore() of what the topic says from where it was read last, Forget() of
//                                        the partitions that went
class Stateful {
 public:
  using Mark = uint64_t;

  virtual ~Stateful() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view bundle() const = 0;
  virtual record::Field field() const = 0;  // the one it owns
  // As an enricher's; may differ from article to article: of one that was withdrawn there is little to be known.
  virtual std::span<const Need> needs(const v1::EnrichedArticle& /*article*/) const { return {}; }
  // `key` is the record's, Article.uri. A kill, which has no value, comes as an article of its uri that is CANCELED,
  // received when the kill was written. A Reject changes nothing and lets the record pass on, as an enricher's.
  virtual std::variant<Folded, Reject> Fold(const Place& place, std::string_view key,
                                            const v1::EnrichedArticle& article) = 0;
  // Where memory is now. Void once it was rolled back after it, or settled.
  virtual Mark SetMark() = 0;
  // Undoes each Fold() since that mark.
  virtual void RollBack(Mark mark) = 0;
  // No mark set so far is gone back to any more.
  virtual void Settle() = 0;
  // One record of the state topic, in its order. What is known already changes nothing, once all was read to the end. Fails
  // where the record is not this build's or this bundle's.
  virtual Result<void> Restore(Partition partition, std::string_view key, std::optional<std::string_view> value) = 0;
  virtual void Forget(Partition partition) = 0;
  // The offset after the last record of `partition` that the restored records tell of; absent: they do not say. A record from
  // before it would be counted twice, so the shell gives up where the group was set back and the state was not.
  virtual std::optional<Offset> Restored(Partition /*partition*/) const { return std::nullopt; }
  // For the metrics; absent: it does not say.
  virtual std::optional<Remembered> Sizes() const { return std::nullopt; }
};

// Adds nothing: records go on as they came, byte for byte, to a topic with other partitions.
class Relay final {
 public:
  // `name` is of static storage.
  explicit Relay(std::string_view name) : name_(name) {}
  std::string_view name() const { return name_; }
  std::string_view bundle() const { return {}; }

 private:
  std::string_view name_;
};

// One step of a chain. Another kind of step is one more alternative here, and its turn in the chain.
using Step = std::variant<std::unique_ptr<Decoder>, std::unique_ptr<Enricher>, std::unique_ptr<Stateful>,
                          std::unique_ptr<Relay>>;  // never null

// What one worker runs, in order; at least one. A decoder, of which there is at most one, comes first; without one the
// input is records already. At most one is stateful.
using Stages = std::vector<Step>;

inline std::string_view NameOf(const Step& step) {
  return std::visit([](const auto& stage) { return stage->name(); }, step);
}
inline std::string_view BundleOf(const Step& step) {
  return std::visit([](const auto& stage) { return stage->bundle(); }, step);
}

// Make one instance for one worker; what is heavy was loaded before and is shared. Each folder stages/X declares one in
// its stage.h: Result<EnricherFactory> LoadX(const config::v1::Config&), which loads and checks everything.
using DecoderFactory = std::function<std::unique_ptr<Decoder>()>;
using EnricherFactory = std::function<std::unique_ptr<Enricher>()>;
using StatefulFactory = std::function<std::unique_ptr<Stateful>()>;
using StepFactory = std::function<Step()>;  // any of them

}  // namespace marsad::pipeline
