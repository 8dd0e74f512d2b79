// Articles for tests, cut as normalize would cut them.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/sentence.h"
#include "lib/text/token.h"
#include "stages/summarize/choose.h"

namespace marsad::summarize {

// An article of paragraphs, a line each, as normalize would cut it; a line that begins with a bullet is a list's item.
class Sample {
 public:
  Sample(std::string title, std::string body) : title_(std::move(title)), body_(std::move(body)) {
    folded_title_ = text::Fold(title_);
    folded_body_ = text::Fold(body_);
    title_tokens_ = text::Tokenize(title_, folded_title_);
    body_tokens_ = text::Tokenize(body_, folded_body_);
    for (size_t at = 0; at < body_.size();) {
      const size_t end = std::min(body_.find('\n', at), body_.size());
      AddParagraph(at, end);
      at = end + 1;
    }
  }

  // Marks every place where `name` stands as a person's name.
  Sample& Name(const std::string& name, uint32_t entity) {
    for (size_t at = body_.find(name); at != std::string::npos; at = body_.find(name, at + 1)) {
      names_.push_back({{static_cast<uint32_t>(at), static_cast<uint32_t>(at + name.size())}, entity, true});
    }
    std::sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
    return *this;
  }

  Article View() const {
    return {.body = body_,
            .search_title = folded_title_.search,
            .search_body = folded_body_.search,
            .sentences = sentences_,
            .list_items = items_,
            .title_tokens = title_tokens_,
            .body_tokens = body_tokens_,
            .paragraphs = paragraphs_,
            .names = names_,
            .title = title_};
  }

  std::vector<std::string> Summary(const Budget& budget = {}) const {
    std::vector<std::string> summary;
    for (const ChosenSentence& chosen : Choose(View(), budget).sentences) {
      summary.emplace_back(chosen.sentence.Cut(body_));
    }
    return summary;
  }

  const std::string& body() const { return body_; }

 private:
  void AddParagraph(size_t begin, size_t end) {
    static const std::string kBullet = "* ";
    const bool is_item = body_.compare(begin, kBullet.size(), kBullet) == 0;
    if (is_item) begin += kBullet.size();
    const text::OriginalSpan paragraph = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    paragraphs_.push_back(paragraph);
    if (is_item) items_.push_back(paragraph);
    for (const text::OriginalSpan sentence : text::Sentences(paragraph.Cut(body_), "en")) {
      sentences_.push_back({paragraph.begin + sentence.begin, paragraph.begin + sentence.end});
    }
  }

  std::string title_;
  std::string body_;
  text::Folded folded_title_;
  text::Folded folded_body_;
  std::vector<text::Token> title_tokens_;
  std::vector<text::Token> body_tokens_;
  std::vector<text::OriginalSpan> sentences_;
  std::vector<text::OriginalSpan> items_;
  std::vector<text::OriginalSpan> paragraphs_;
  std::vector<summarize::Name> names_;
};

}  // namespace marsad::summarize
