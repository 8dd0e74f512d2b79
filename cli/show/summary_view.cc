#include "cli/show/summary_view.h"

#include <algorithm>
#include <optional>

#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

std::string_view ReasonName(v1::Summary::Reason::Kind kind) {
  switch (kind) {
    case v1::Summary::Reason::LEAD:
      return "the news begins here";
    case v1::Summary::Reason::ANNOUNCED:
      return "the title announces it";
    case v1::Summary::Reason::ENTITY:
      return "new names";
    case v1::Summary::Reason::FIGURE:
      return "figure";
    case v1::Summary::Reason::SPEECH:
      return "somebody says it";
    case v1::Summary::Reason::NEWEST:
      return "among the newest posts";
    case v1::Summary::Reason::FOLLOWS:
      return "goes on from the one before";
    default:
      return "no reason given";
  }
}

std::optional<std::string_view> Cut(std::string_view body, const v1::Span& span) {
  if (span.end() > body.size() || span.begin() > span.end()) return std::nullopt;
  return body.substr(span.begin(), span.end() - span.begin());
}

// The news is said to begin there if the title says so too, or a sentence before it was passed over: else it is just the first.
bool IsJustTheFirst(const v1::EnrichedArticle& article, int chosen) {
  const auto& reasons = article.summary().reasons(chosen).reasons();
  const bool is_announced = std::ranges::any_of(
      reasons, [](const v1::Summary::Reason& reason) { return reason.kind() == v1::Summary::Reason::ANNOUNCED; });
  return !is_announced && article.text().sentences_size() > 0 &&
         article.summary().sentences(chosen).begin() < article.text().sentences(0).end();
}

ReasonView ViewOf(std::string_view body, const v1::Summary::Reason& reason) {
  ReasonView view = {.name = ReasonName(reason.kind()), .evidence = {}};
  for (const v1::Span& span : reason.evidence()) {
    if (const auto words = Cut(body, span)) view.evidence.push_back(*words);
  }
  return view;
}

}  // namespace

std::vector<ChosenView> SummaryView(const v1::EnrichedArticle& article) {
  const std::string_view body = article.article().body();
  const v1::Summary& summary = article.summary();
  std::vector<ChosenView> chosen;
  for (int i = 0; i < summary.sentences_size(); ++i) {
    const auto sentence = Cut(body, summary.sentences(i));
    if (!sentence) continue;
    chosen.push_back({.sentence = *sentence, .reasons = {}});
    if (i >= summary.reasons_size()) continue;
    for (const v1::Summary::Reason& reason : summary.reasons(i).reasons()) {
      chosen.back().reasons.push_back(ViewOf(body, reason));
      if (reason.kind() == v1::Summary::Reason::LEAD && IsJustTheFirst(article, i))
        chosen.back().reasons.back().name = "first sentence";
    }
  }
  return chosen;
}

}  // namespace marsad::cli
