// What becomes of one record on its way through the chain: outputs within a budget, and at most one dead letter. Internal
// to the chain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/pipeline/observer.h"
#include "lib/pipeline/ports.h"
#include "lib/record/dead_letter.h"
#include "lib/record/reject.h"

namespace marsad::pipeline {

// Bytes of a record beside its value, as Kafka counts them.
size_t OverheadOf(const Input& input);
size_t OverheadOf(const Output& output);

// A record with the input's timestamp, key and headers, and no value yet.
Output OutputLike(const Input& input);
// An article's record without key and value yet: the input's headers, but content-type says what the article is, and
// what said so of the input's bytes is left out.
Output ArticleOutputLike(const Input& input);

// Which stage, with which tables.
struct StageIdentity {
  std::string_view stage;
  std::string_view bundle;
};

struct CollectorOptions {
  std::string_view input_topic;
  std::string_view build;
  size_t max_output_bytes = 0;  // of all outputs together, the dead letter aside
  size_t max_dead_bytes = 0;
};

// Of one record; not thread-safe. All that it is given must outlive it.
class Collector {
 public:
  Collector(const Input& input, const CollectorOptions& options, std::vector<Output>* outputs)
      : input_(input), options_(options), outputs_(outputs) {}

  // Whether an output of so many bytes would be taken. The first one always is. Once one was not, no further one is: which articles pass must not
  // depend on their sizes alone.
  std::optional<record::Reject> CheckRoom(size_t bytes);
  // Takes an output that CheckRoom() admits.
  void Take(Output output);

  // What a stateful step remembers of the article taken last: outside the budget, as the step bounds it.
  void TakeState(Output output) { outputs_->push_back(std::move(output)); }

  // The stage gave up the record as a whole.
  void Refuse(const StageIdentity& by, record::Reject reject);
  // The stage gave up one article, whose uri is empty if nobody knows it. passed_on: it lost no more than a field.
  void Fail(const StageIdentity& by, std::string_view uri, record::Reject reject, bool passed_on);
  // From here on Fail() speaks of another article.
  void BeginArticle() { article_begin_ = failures_.named.size(); }

  // The dead letter shall not hold the record: not even a copy of it can be made.
  void OmitOriginal() { omits_original_ = true; }

  size_t taken() const { return taken_; }
  bool failed() const { return cause_.has_value(); }
  // Appends the dead letter, if there is a reason for one. Last of all.
  void Finish(Observer& observer);

 private:
  struct Cause {
    StageIdentity by;
    record::Reject reject;
  };

  const Input& input_;
  const CollectorOptions& options_;
  std::vector<Output>* const outputs_;
  size_t taken_ = 0;
  size_t bytes_ = 0;
  bool is_full_ = false;
  bool omits_original_ = false;
  std::optional<Cause> cause_;  // the first one: it heads the letter
  record::Failures failures_;
  size_t article_begin_ = 0;  // of the current article among failures_.named
};

}  // namespace marsad::pipeline
