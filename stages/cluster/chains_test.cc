// Markers, versions and relations of texts together, on chains of versions, corrections, kills, holds and repeats.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/cluster/facts.h"
#include "stages/cluster/relation.h"
#include "stages/cluster/versions.h"
#include "stages/cluster/word_hash.h"
#include "tests/shared_data.h"

namespace marsad::cluster {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 9> kChanges = {"",      "NEW",  "UPDATED",  "CORRECTED", "REPEATED",
                                                      "STALE", "HELD", "RESTORED", "WITHDRAWN"};
constexpr std::array<std::string_view, 6> kActions = {"", "CORRECT", "WITHDRAW", "HOLD", "RESTORE", "REVIEW"};
constexpr std::array<std::string_view, 7> kRelations = {"", "EXACT", "NEAR", "PART", "CONTAINS", "REVISED", "SHARES"};

Timestamp ReadTime(const Json& record, const std::string& field) {
  if (!record.contains(field)) return {};
  std::istringstream text(record[field].get<std::string>());
  std::tm time{};
  text >> std::get_time(&time, "%Y-%m-%dT%H:%M:%S");
  return Timestamp::FromMillis(static_cast<int64_t>(timegm(&time)) * 1000);
}

Status ReadStatus(const Json& record) {
  const std::string status = record.value("pub_status", "USABLE");
  if (record.value("tombstone", false) || status == "CANCELED") return Status::kCanceled;
  return status == "WITHHELD" ? Status::kWithheld : Status::kUsable;
}

CopyText ReadCopyText(const std::string& body, const std::string& language) {
  const text::Folded folded = text::Fold(body);
  const std::vector<text::Token> tokens = text::Tokenize(body, folded);
  const TextView view = {.original = body, .search = folded.search, .tokens = tokens, .names = {}};
  return {ReadTokens(view, {.language = language, .frequent = nullptr}), body};
}

// What came out of a step, in the words of the expectation.
struct Outcome {
  std::string change;
  std::string relation;
  std::string to;
  std::set<std::pair<std::string, std::string>> affects;
  bool embargoed = false;
  bool to_is_embargoed = false;
};

// One chain. Each text is compared with all before it, as no more than three come before one.
class Chain {
 public:
  Outcome Step(const Json& record) {
    const std::string uri = record.at("uri");
    const std::string title = record.value("title", "");
    const std::string body = record.value("body", "");
    const std::string source = record.value("source", "");
    const CopyText text = ReadCopyText(body, record.value("language", ""));
    const Marker marker = FindMarker(title, body);
    const std::string key = TitleKey(marker.headline.Cut(title));
    const std::vector<std::string> named = FindNamedTitles(marker, title, body);
    const auto [relation, nearest] = FindNearest(uri, text);
    std::vector<std::string_view> same_text;
    if (relation != Relation::kNone && relation != Relation::kShares) same_text.push_back(nearest);

    Version version;
    version.uri = uri;
    version.source = source;
    version.version = record.value("version", 0U);
    version.updated = ReadTime(record, "updated");
    version.offset = ++offset_;
    version.status = ReadStatus(record);
    version.embargoed_until = ReadTime(record, "embargoed_until");
    version.is_correction = record.contains("correction");
    version.marker = marker.kind;
    version.title_key = key;
    version.named_titles = named;
    version.text_hash = HashWord(key + "\n" + TitleKey(body));
    version.same_text = same_text;
    if (version.updated.known()) now_ = std::max(now_, version.updated);
    const Decision decision = versions_.Fold(version, now_);
    if (!same_text.empty() && relation != Relation::kRevised) versions_.AddCopy(nearest, uri);
    if (decision.change != Change::kStale && !body.empty()) texts_[uri] = text;
    return Describe(decision, relation, nearest);
  }

 private:
  std::pair<Relation, std::string> FindNearest(const std::string& uri, const CopyText& text) const {
    std::pair<Relation, std::string> nearest = {Relation::kNone, ""};
    uint32_t most = 0;
    for (const auto& [other, earlier] : texts_) {
      const Comparison comparison = other == uri ? Comparison{} : Compare(text, earlier);
      if (comparison.of_this <= most || comparison.relation == Relation::kNone) continue;
      most = comparison.of_this;
      nearest = {comparison.relation, other};
    }
    return nearest;
  }

  Outcome Describe(const Decision& decision, Relation relation, const std::string& nearest) const {
    Outcome outcome = {.change = std::string(kChanges.at(static_cast<size_t>(decision.change))),
                       .relation = std::string(kRelations.at(static_cast<size_t>(relation))),
                       .to = nearest,
                       .affects = {},
                       .embargoed = decision.is_embargoed,
                       .to_is_embargoed = versions_.IsEmbargoed(nearest, now_)};
    if (!decision.target.empty()) {
      outcome.relation = std::string(kActions.at(static_cast<size_t>(decision.target_action))) + "S";
      outcome.to = decision.target;
    }
    for (const Effect& effect : decision.effects) {
      outcome.affects.emplace(effect.uri, kActions.at(static_cast<size_t>(effect.action)));
    }
    return outcome;
  }

  Versions versions_;
  std::map<std::string, CopyText> texts_;
  uint64_t offset_ = 0;
  Timestamp now_;
};

void ExpectAffects(const Json& expect, const Outcome& outcome) {
  std::set<std::pair<std::string, std::string>> expected;
  for (const Json& effect : expect["affects"]) expected.emplace(effect.at(0), effect.at(1));
  EXPECT_EQ(outcome.affects, expected);
}

void ExpectRelation(const Json& expect, const Outcome& outcome) {
  const Json allowed = expect.contains("relation") ? Json::array({expect["relation"]}) : expect["relation_in"];
  EXPECT_NE(std::find(allowed.begin(), allowed.end(), outcome.relation), allowed.end())
      << outcome.relation << " is not in " << allowed.dump();
  EXPECT_EQ(outcome.to, expect.value("to", outcome.to));
}

TEST(ChainsTest, ComeOutAsExpected) {
  const auto path = tests::SharedData("stories/chains_dev.jsonl");
  if (!path) GTEST_SKIP() << "stories/chains_dev.jsonl is not here: set MARSAD_SHARED_DATA";
  std::ifstream file(*path);
  size_t chains = 0;
  for (std::string line; std::getline(file, line); ++chains) {
    const Json chain = Json::parse(line);
    Chain told;
    for (const Json& step : chain["steps"]) {
      SCOPED_TRACE(chain["id"].get<std::string>());
      const Json& expect = step["expect"];
      const Outcome outcome = told.Step(step["record"]);
      EXPECT_EQ(outcome.change, expect["change"].get<std::string>());
      if (expect.contains("affects")) ExpectAffects(expect, outcome);
      if (expect.contains("relation") || expect.contains("relation_in")) ExpectRelation(expect, outcome);
      EXPECT_EQ(outcome.embargoed, expect.value("embargoed", false));
      if (expect.contains("to_is_embargoed")) {
        EXPECT_EQ(outcome.to_is_embargoed, expect["to_is_embargoed"].get<bool>());
      }
    }
  }
  EXPECT_GE(chains, 100U);
}

// Even if the same source had the rest of the headline, and the same text, before.
TEST(ChainsTest, OrdinaryHeadlinesWithTheWordsOfMarkersHaveNoEffects) {
  std::ifstream file("stages/cluster/testdata/ordinary_headlines.txt");
  size_t headlines = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::string rest = line.substr(line.find(' ') + 1);
    Chain chain;
    for (const auto& [uri, title] :
         {std::pair("https://agency.example/1", rest), std::pair("https://agency.example/2", line)}) {
      const Json record = {
          {"uri", uri}, {"title", title}, {"body", line + ". \"" + rest + "\"."}, {"source", "agency.example"}};
      EXPECT_TRUE(chain.Step(record).affects.empty()) << line;
    }
    ++headlines;
  }
  EXPECT_EQ(headlines, 200U);
}

}  // namespace
}  // namespace marsad::cluster
