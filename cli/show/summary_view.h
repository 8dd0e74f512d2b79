// The summary of an enriched article as pages and terminals show it: each sentence with the reasons for it.
#pragma once

#include <string_view>
#include <vector>

namespace marsad::v1 {
class EnrichedArticle;
}  // namespace marsad::v1

namespace marsad::cli {

struct ReasonView {
  std::string_view name;                   // "the news begins here"
  std::vector<std::string_view> evidence;  // words of the sentence
};

// Views lie in the article that it was made of, which must outlive it.
struct ChosenView {
  std::string_view sentence;
  std::vector<ReasonView> reasons;
};

// In the order of the summary. Spans that do not fit the body are left out.
std::vector<ChosenView> SummaryView(const v1::EnrichedArticle& article);

}  // namespace marsad::cli
