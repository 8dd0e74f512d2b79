// Articles as cluster's core sees them, for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/text/fold.h"
#include "stages/cluster/article_view.h"
#include "stages/cluster/fold.h"
#include "stages/cluster/testing/minutes.h"
#include "stages/cluster/testing/read_text.h"

namespace marsad::cluster::testing {

struct TestArticle {
  std::string uri = {};
  std::string title = {};
  std::string body = {};
  std::string source = "agency.example";
  std::string language = "en";
  uint64_t version = 0;
  uint64_t offset = 0;
  int64_t minute = 0;  // received
  Timestamp updated = {};
  Timestamp embargoed_until = {};
  Status status = Status::kUsable;
  bool is_correction = false;
  std::vector<Related> related = {};
};

// A view of it, and what that borrows.
class Prepared {
 public:
  explicit Prepared(const TestArticle& article)
      : article_(article),
        search_title_(text::FoldText(article.title)),
        search_body_(text::FoldText(article.body)),
        title_(ReadText(article.title, {.language = article.language, .frequent = nullptr})),
        body_(ReadText(article.body, {.language = article.language, .frequent = nullptr})) {}

  ArticleView View() const {
    ArticleView view;
    view.uri = article_.uri;
    view.version = article_.version;
    view.offset = article_.offset;
    view.source = article_.source;
    view.language = article_.language;
    view.received = At(article_.minute);
    view.updated = article_.updated;
    view.embargoed_until = article_.embargoed_until;
    view.status = article_.status;
    view.is_correction = article_.is_correction;
    view.related = article_.related;
    view.title = article_.title;
    view.body = article_.body;
    view.search_title = search_title_;
    view.search_body = search_body_;
    view.title_tokens = title_;
    view.body_tokens = body_;
    return view;
  }

 private:
  TestArticle article_;
  std::string search_title_;
  std::string search_body_;
  std::vector<Token> title_;
  std::vector<Token> body_;
};

inline Outcome Fold(Cluster* cluster, const TestArticle& article) { return cluster->Fold(Prepared(article).View()); }

inline TestArticle Kill(const std::string& uri, uint64_t offset, int64_t minute) {
  TestArticle kill;
  kill.uri = uri;
  kill.source.clear();
  kill.offset = offset;
  kill.minute = minute;
  kill.status = Status::kCanceled;
  return kill;
}

// Every word as rare as every other; a story is what shares a third of its body's weight.
inline std::shared_ptr<const ClusterModel> Model() {
  auto model = std::make_shared<ClusterModel>();
  model->stories.weights[StoryFeatures::kBodyBody] = 1000;
  model->stories.join = 330'000;
  model->stories.merge = 500'000;
  model->rarities.emplace("", WordRarity({}, 1000));
  return model;
}

}  // namespace marsad::cluster::testing
