#include "lib/pipeline/collector.h"

#include <algorithm>
#include <array>
#include <utility>

namespace marsad::pipeline {
namespace {

constexpr std::string_view kContentType = "content-type";
constexpr std::string_view kRecordType = "application/x-protobuf; messageType=marsad.v1.EnrichedArticle";
// What described the input's bytes and would be untrue of the article: RFC 9110, Confluent's serdes, CloudEvents.
constexpr std::array<std::string_view, 4> kDescriptions = {kContentType, "__value_schema_id", "ce_datacontenttype",
                                                           "ce_dataschema"};

}  // namespace

size_t OverheadOf(const Input& input) { return record::WireOverhead(input.key ? input.key->size() : 0, input.headers); }

size_t OverheadOf(const Output& output) {
  return record::WireOverhead(output.key ? output.key->size() : 0, output.headers);
}

Output OutputLike(const Input& input) {
  Output output;
  output.timestamp = input.timestamp;
  if (input.key) output.key.emplace(*input.key);
  output.headers = record::CopyHeaders(input.headers);
  return output;
}

Output ArticleOutputLike(const Input& input) {
  Output output;
  output.timestamp = input.timestamp;
  output.headers = record::CopyHeaders(input.headers, kDescriptions);
  output.headers.push_back({std::string(kContentType), std::string(kRecordType)});
  return output;
}

std::optional<record::Reject> Collector::CheckRoom(size_t bytes) {
  const size_t room = options_.max_output_bytes - std::min(bytes_, options_.max_output_bytes);
  is_full_ = is_full_ || (taken_ > 0 && bytes > room);
  if (!is_full_) return std::nullopt;
  return record::Reject{record::RejectCode::kLimitExceeded,
                        "the articles of one record may have " + std::to_string(options_.max_output_bytes) +
                            " bytes together (limits.output_bytes), which those before this one use up"};
}

void Collector::Take(Output output) {
  ++taken_;
  bytes_ += OverheadOf(output) + (output.value ? output.value->size() : 0);
  outputs_->push_back(std::move(output));
}

void Collector::Refuse(const StageIdentity& by, record::Reject reject) {
  if (!cause_) cause_.emplace(Cause{by, std::move(reject)});
}

void Collector::Fail(const StageIdentity& by, std::string_view uri, record::Reject reject, bool passed_on) {
  if (!passed_on) {
    for (size_t i = article_begin_; i < failures_.named.size(); ++i) failures_.named[i].passed_on = false;
  }
  record::Note({.uri = uri, .stage = by.stage, .reject = reject, .passed_on = passed_on}, &failures_);
  Refuse(by, std::move(reject));
}

void Collector::Finish(Observer& observer) {
  if (!cause_) return;
  record::DeadLetterRecord letter = record::MakeDeadLetter({.topic = options_.input_topic,
                                                            .partition = input_.partition,
                                                            .offset = input_.offset,
                                                            .timestamp = input_.timestamp,
                                                            .key = input_.key,
                                                            .value = input_.value,
                                                            .headers = input_.headers},
                                                           {.stage = cause_->by.stage,
                                                            .build = options_.build,
                                                            .bundle = cause_->by.bundle,
                                                            .reject = &cause_->reject,
                                                            .passed_on = taken_ > 0,
                                                            .failures = &failures_,
                                                            .omit_original = omits_original_},
                                                           options_.max_dead_bytes);
  observer.OnOutput({.dead = true, .bytes = letter.value.size()});
  outputs_->push_back({.lane = Lane::kDead,
                       .key = std::move(letter.key),
                       .value = std::move(letter.value),
                       .headers = std::move(letter.headers)});
}

}  // namespace marsad::pipeline
