// Stages for tests that do as they are told. A raw record is "WHAT URI N"; the toy decoder makes of it an article with
// that uri and the title "WHAT N", and the toy enricher `x` copies the title into its own field. WHAT tells one of them
// to do something else:
//   two, none            the decoder makes two articles (titles "two N" and "two N again") or none
//   part                 the decoder makes the first of two and refuses the second
//   skip, reject, throw, die, oom, keyless, foreign, broken    the decoder
//   reject-x, throw-x, die-x, oom-x, foreign-x, broken-x       enricher x; die-all: every enricher
//   big-x                enricher x makes N bytes
//   feed/WHAT            the decoder makes N articles, with the uris "URI/0" to "URI/N-1"; article i is told "WHAT i"
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"

namespace marsad::pipeline::testing {

std::unique_ptr<Decoder> ToyDecoder();

// Its field is text where `name` is "normalize", entities where it is "tag", else summary.
std::unique_ptr<Enricher> ToyEnricher(std::string name, std::vector<Need> needs = {});

// After the toy decoder if wanted, the enrichers tag and summarize.
Stages ToyStages(bool with_decoder = true);

// The number N of an article that the toy decoder made; 0 if there is none.
uint64_t NumberOf(const v1::EnrichedArticle& article);

// One line that tells all that matters of a record that came out, but for headers and times:
//   "URI: TITLE; tag TITLE; summary TITLE; decode OK, tag OK, summarize FAILED CODE", "URI: kill", or
//   "CODE by STAGE: PARTITION/OFFSET VALUE" with " (copy)" after it where the article was passed on.
std::string Describe(const Output& output);

}  // namespace marsad::pipeline::testing
