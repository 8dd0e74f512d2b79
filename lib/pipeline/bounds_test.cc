// What one record may become, however many articles it holds and whatever the stages make of them: generated records,
// toy stages, fixed seeds, and a count of what is allocated.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <random>
#include <set>

#include "lib/pipeline/chain.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/toy_stages.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace {

// Of this program's heap; it has one thread.
size_t live_bytes = 0;
size_t peak_bytes = 0;

void* Allocate(size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  live_bytes += malloc_usable_size(memory);
  peak_bytes = std::max(peak_bytes, live_bytes);
  return memory;
}

void Release(void* memory) {
  live_bytes -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(size_t size) { return Allocate(size); }
void* operator new[](size_t size) { return Allocate(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void operator delete(void* memory) noexcept { Release(memory); }
void operator delete[](void* memory) noexcept { Release(memory); }
void operator delete(void* memory, size_t) noexcept { Release(memory); }
void operator delete[](void* memory, size_t) noexcept { Release(memory); }

namespace marsad::pipeline {
namespace {

constexpr size_t kPadding = 200'000;  // makes each copy of the input expensive
constexpr size_t kMiB = 1u << 20;

struct Trial {
  std::string what;
  size_t articles = 0;
  ChainOptions options;
};

struct Seen {
  size_t articles = 0;
  size_t article_bytes = 0;
  size_t letters = 0;
  size_t letter_bytes = 0;
  size_t peak = 0;  // above what lived before
  v1::DeadLetter letter;
};

size_t SizeOf(const Output& output) {
  return (output.value ? output.value->size() : 0) +
         record::WireOverhead(output.key ? output.key->size() : 0, output.headers);
}

Seen Try(const Trial& trial) {
  const auto journal = NullJournal();
  Observer nobody;
  testing::FakeClock clock;
  Chain chain(testing::ToyStages(), trial.options, clock, *journal, nobody);
  const std::string value = trial.what + " urn:u " + std::to_string(trial.articles) + " " + std::string(kPadding, 'x');
  std::vector<Output> outputs;
  const size_t before = live_bytes;
  peak_bytes = live_bytes;
  chain.Apply({.partition = Partition(1),
               .offset = Offset(2),
               .timestamp = Timestamp::FromMillis(3),
               .key = "k",
               .value = value,
               .headers = {}},
              &outputs);
  Seen seen;
  seen.peak = peak_bytes - before;
  for (const Output& output : outputs) {
    const bool is_letter = output.lane == Lane::kDead;
    (is_letter ? seen.letters : seen.articles) += 1;
    (is_letter ? seen.letter_bytes : seen.article_bytes) += SizeOf(output);
    if (is_letter && !seen.letter.ParseFromString(*output.value)) ADD_FAILURE() << "a letter that does not parse";
  }
  return seen;
}

void ExpectBounded(const Trial& trial, const Seen& seen) {
  EXPECT_LE(seen.letters, 1U);
  EXPECT_LE(seen.letter_bytes, trial.options.max_dead_bytes);
  const size_t budget = std::max(trial.options.max_output_bytes, trial.options.max_enriched_bytes);
  EXPECT_LE(seen.article_bytes, budget);
  EXPECT_EQ(seen.articles + seen.letter.refused_articles(), trial.articles);
  EXPECT_LE(seen.letter.failures_size(), 100);
  EXPECT_GE(seen.letter.failure_count(), static_cast<uint64_t>(seen.letter.failures_size()));
  // What the decoder made (some 200 bytes an article), the outputs with their structs, one article in work, and the
  // letter while it is built and serialized.
  const size_t bound =
      trial.articles * 512 + 3 * budget + 3 * trial.options.max_enriched_bytes + 3 * (kPadding + 100'000) + kMiB;
  EXPECT_LE(seen.peak, bound);
}

TEST(ChainBounds, AFeedWhoseStageFailsOnEveryArticleGivesOneLetter) {
  const Trial trial = {
      .what = "feed/reject-tag", .articles = 3000, .options = {.input_topic = "news.raw", .build = "7"}};
  const Seen seen = Try(trial);
  ExpectBounded(trial, seen);
  EXPECT_EQ(seen.articles, 3000U);
  ASSERT_EQ(seen.letters, 1U);
  EXPECT_EQ(seen.letter.failure_count(), 3000U);
  ASSERT_EQ(seen.letter.failures_size(), 100);
  EXPECT_EQ(seen.letter.failures(99).uri(), "urn:u/99");
  EXPECT_EQ(seen.letter.failures(99).stage(), "tag");
  EXPECT_EQ(seen.letter.failures(99).code(), v1::DeadLetter::LIMIT_EXCEEDED);
  EXPECT_EQ(seen.letter.failures(99).detail(), "as told");
  EXPECT_TRUE(seen.letter.failures(99).passed_on());
  EXPECT_TRUE(seen.letter.passed_on());
  EXPECT_EQ(seen.letter.refused_articles(), 0U);
  EXPECT_LT(seen.peak, 10 * kMiB) << "3,000 copies of the input are 600 MB";
}

TEST(ChainBounds, ArticlesBeyondTheBudgetAreRefusedAndNamed) {
  const Trial trial = {
      .what = "feed/article",
      .articles = 5000,
      .options = {.input_topic = {}, .build = {}, .max_enriched_bytes = 300'000, .max_output_bytes = 400'000}};
  const Seen seen = Try(trial);
  ExpectBounded(trial, seen);
  EXPECT_GT(seen.article_bytes, 390'000U);
  EXPECT_GT(seen.articles, 500U);
  ASSERT_EQ(seen.letters, 1U);
  EXPECT_TRUE(seen.letter.passed_on());
  EXPECT_EQ(seen.letter.stage(), "decode");
  EXPECT_EQ(seen.letter.code(), v1::DeadLetter::LIMIT_EXCEEDED);
  EXPECT_NE(seen.letter.detail().find("limits.output_bytes"), std::string::npos);
  EXPECT_EQ(seen.letter.failures(0).uri(), "urn:u/" + std::to_string(seen.articles)) << "the rest, without gaps";
  EXPECT_FALSE(seen.letter.failures(0).passed_on());
}

// An article that first lost a field and then found no room did not go on, whatever was said of the field.
TEST(ChainBounds, WhatIsRefusedDidNotGoOn) {
  const Trial trial = {
      .what = "feed/reject-tag",
      .articles = 3,
      .options = {.input_topic = {}, .build = {}, .max_enriched_bytes = 1'000, .max_output_bytes = 1'000}};
  const Seen seen = Try(trial);
  ExpectBounded(trial, seen);
  for (const auto& failure : seen.letter.failures()) {
    const bool is_out = failure.uri() < "urn:u/" + std::to_string(seen.articles);
    EXPECT_EQ(failure.passed_on(), is_out) << failure.ShortDebugString();
  }
}

TEST(ChainBounds, HoldForWhateverTheStagesDo) {
  constexpr std::array<const char*, 8> kWhats = {"feed/article",       "feed/reject-tag",      "feed/throw-tag",
                                                 "feed/big-tag",       "feed/foreign-tag",     "feed/broken-summarize",
                                                 "feed/big-summarize", "feed/reject-summarize"};
  constexpr std::array<size_t, 6> kCounts = {0, 1, 2, 99, 101, 3000};
  std::mt19937 random(20'261'126);
  const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
  for (int round = 0; round < 120; ++round) {
    Trial trial = {.what = pick(kWhats), .articles = pick(kCounts), .options = {}};
    trial.options.max_enriched_bytes = pick(std::array<size_t, 3>{1'000, 20'000, 12u << 20});
    trial.options.max_output_bytes = pick(std::array<size_t, 4>{0, 30'000, 1u << 20, 8u << 20});
    trial.options.max_dead_bytes = pick(std::array<size_t, 3>{8'192, 100'000, 16u << 20});
    SCOPED_TRACE(trial.what + " x " + std::to_string(trial.articles) + ", round " + std::to_string(round));
    ExpectBounded(trial, Try(trial));
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace marsad::pipeline
