#include "cli/show/story_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/show/terminal.h"
#include "lib/article/spans.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

using v1::Story;

constexpr size_t kMostChanges = 6;
constexpr size_t kLongestWords = 120;  // bytes; what is longer is a passage put in, which the text itself shows

std::string_view WordsOf(Story::Change::Kind change) {
  switch (change) {
    case Story::Change::UPDATED:
      return "a new version";
    case Story::Change::CORRECTED:
      return "a corrected version";
    case Story::Change::REPEATED:
      return "sent again: nothing is new";
    case Story::Change::STALE:
      return "older than what is known: it changes nothing";
    case Story::Change::HELD:
      return "held: not to be used until it is released";
    case Story::Change::RESTORED:
      return "usable again";
    case Story::Change::WITHDRAWN:
      return "withdrawn by its publisher";
    default:
      return {};
  }
}

std::string_view WordsOf(Story::DuplicateKind kind) {
  switch (kind) {
    case Story::EXACT:
      return "the same text as";
    case Story::NEAR:
      return "a copy of";
    case Story::PART:
      return "a part of";
    case Story::CONTAINS:
      return "holds all of";
    case Story::REVISED:
      return "a revision of";
    case Story::SHARES:
      return "shares a passage with";
    case Story::CORRECTS:
      return "corrects";
    case Story::WITHDRAWS:
      return "withdraws";
    case Story::HOLDS:
      return "holds back";
    case Story::SAME_STORY:
      return "tells of the same event as";
    default:
      return {};
  }
}

std::string_view WordsOf(Story::Effect::Action action) {
  switch (action) {
    case Story::Effect::CORRECT:
      return "correct";
    case Story::Effect::WITHDRAW:
      return "withdraw";
    case Story::Effect::HOLD:
      return "hold";
    case Story::Effect::RESTORE:
      return "restore";
    case Story::Effect::REVIEW:
      return "review";
    default:
      return "look at";
  }
}

std::string_view Cut(const v1::EnrichedArticle& article, const v1::Span& span) {
  if (!article::LiesIn(article.article(), span)) return {};
  return article::ReadSpan(span).Cut(article::TextOf(article.article(), span.field()));
}

// Words that are no facts are not kept of the other: what became of them cannot be told.
bool IsTold(const ChangeView& change) {
  if (!change.was.empty()) return true;
  return !change.now.empty() && change.now.size() <= kLongestWords;
}

std::vector<ChangeView> ChangesOf(const v1::EnrichedArticle& article, const Story::Link& link) {
  std::vector<ChangeView> changes;
  for (const Story::Difference& difference : link.changed()) {
    const ChangeView change{difference.was(), difference.has_here() ? Cut(article, difference.here()) : ""};
    if (IsTold(change) && changes.size() < kMostChanges) changes.push_back(change);
  }
  return changes;
}

uint32_t Percent(uint32_t per_mille) { return (per_mille + 5) / 10; }

std::vector<RelationView> RelationsOf(const v1::EnrichedArticle& article) {
  const Story& story = article.story();
  std::vector<RelationView> relations;
  if (const std::string_view words = WordsOf(story.change()); !words.empty()) relations.push_back({words, {}, 0, {}});
  for (const Story::Link& link : story.links()) {
    if (link.uri() == article.article().uri()) {
      if (!relations.empty()) relations.front().changes = ChangesOf(article, link);
      continue;
    }
    const std::string_view words = WordsOf(link.kind());
    if (!words.empty()) relations.push_back({words, link.uri(), Percent(link.of_this()), ChangesOf(article, link)});
  }
  if (!relations.empty()) return relations;
  return {{story.articles() > 1 ? "a report of its own" : "the first of its story", {}, 0, {}}};
}

std::string Counted(uint32_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string CountsOf(const Story& story) {
  if (story.id().empty()) return {};
  std::string counts = Counted(story.articles(), "article") + " of " + Counted(story.sources(), "source");
  if (story.original_sources() > 0 && story.original_sources() < story.sources()) {
    counts += fmt::format(", {} with a text of {} own", story.original_sources(),
                          story.original_sources() == 1 ? "its" : "their");
  }
  if (story.withdrawn() > 0) counts += fmt::format(", {} withdrawn", story.withdrawn());
  return counts;
}

}  // namespace

StoryView ViewStory(const v1::EnrichedArticle& article) {
  StoryView view;
  if (!article.has_story()) return view;
  view.relations = RelationsOf(article);
  for (const Story::Effect& effect : article.story().effects()) {
    view.effects.push_back({WordsOf(effect.action()), effect.uri(), effect.version()});
  }
  view.counts = CountsOf(article.story());
  return view;
}

std::string ShowChanges(const std::vector<ChangeView>& changes) {
  std::string line;
  for (const ChangeView& change : changes) {
    line += line.empty() ? ": " : "; ";
    if (change.was.empty()) {
      line += "new: " + Inserted(change.now);
    } else if (change.now.empty()) {
      line += "gone: " + Inserted(change.was);
    } else {
      line += Inserted(change.was) + " \u2192 " + Inserted(change.now);
    }
  }
  return line;
}

std::vector<SharedRange> SharedRanges(const v1::EnrichedArticle& article) {
  std::vector<SharedRange> ranges;
  for (const Story::Link& link : article.story().links()) {
    for (const Story::Passage& passage : link.shared()) {
      if (passage.here().field() != v1::Span::BODY || !article::LiesIn(article.article(), passage.here())) continue;
      ranges.push_back({passage.here().begin(), passage.here().end()});
    }
  }
  std::sort(ranges.begin(), ranges.end(), [](const SharedRange& a, const SharedRange& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::vector<SharedRange> merged;
  for (const SharedRange& range : ranges) {
    if (range.begin == range.end) continue;
    if (!merged.empty() && range.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

}  // namespace marsad::cli
