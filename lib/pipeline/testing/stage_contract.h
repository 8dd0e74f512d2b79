// What every stage promises, checked alike for all. Call these from a stage's test with inputs of its own: good ones,
// odd ones, and such as it rejects.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/pipeline/stage.h"
#include "lib/record/header.h"

namespace marsad::pipeline::testing {

// For `corpus`, serialized EnrichedArticles as they come to this stage:
//   the same answer twice from one instance, from another instance, and in another order of articles
//   a delta of the own field alone, of at most `max_bytes` each
//   spans within title and body, on character boundaries; of mentions the surface and the UTF-16 range agree with it
//   a Reject with a code of the contract and a sentence
void ExpectEnricherContract(const EnricherFactory& factory, std::span<const std::string> corpus,
                            size_t max_bytes = 12u << 20);

struct DecoderInput {
  std::string value;
  record::Headers headers = {};
};

struct DecoderPromise {
  std::vector<std::string_view> skip_reasons = {};  // all that there are
  size_t max_bytes = 12u << 20;                     // of one article
};

// The same for a decoder; besides, of every article: a key that is Article.uri, valid UTF-8 throughout, and the times
// and coordinates of the input where it states them.
void ExpectDecoderContract(const DecoderFactory& factory, std::span<const DecoderInput> inputs,
                           const DecoderPromise& promise = {});

}  // namespace marsad::pipeline::testing
