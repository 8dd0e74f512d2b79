// Made-up news for cluster_rate: separate events, with the statistics of a news stream. The same in every run.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "stages/cluster/article_view.h"
#include "stages/cluster/term_vector.h"

namespace marsad::cluster {

inline constexpr int64_t kWindowMillis = 72LL * 3'600'000;
inline constexpr std::string_view kLanguage =
    "qaa";  // for private use; stories of one that is not known have no related ones

// A text of words that have numbers instead of letters: the smaller, the more frequent.
struct Piece {
  std::string text = {};
  std::vector<Token> tokens = {};

  void Add(uint32_t word);
};

struct News {
  std::string uri = {};
  uint64_t version = 0;
  std::string source = {};
  Piece title = {};
  Piece body = {};
  std::vector<std::string> ids = {};
  std::vector<EntityRef> entities = {};
  int64_t time = 0;

  ArticleView View() const;  // borrowed
};

// Words by Zipf's law of 200,000. Of a hundred articles 15 are exact copies of a recent one, 5 near copies, 3 later versions of one;
// the others are of events, which have one to thirty articles, most of them one, over some hours to days. An article has 9 words
// of title, some 223 of body, a fifth of them its event's, and one to four ids.
class Newsroom {
 public:
  explicit Newsroom(size_t articles_in_window);
  News Next();

 private:
  struct Event {
    std::vector<uint32_t> words;
    uint32_t left = 0;  // articles to come
  };
  struct Report {
    std::string uri;
    uint64_t version = 1;
    std::vector<uint32_t> title;
    std::vector<uint32_t> body;
    std::vector<uint32_t> ids;
  };

  uint32_t Draw(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  uint32_t Word();
  Event StartEvent();
  Report Write(const Event& event);
  Report Choose(News* news);
  void Reword(uint32_t one_of, Report* report);

  int64_t step_;
  size_t running_;  // events at a time
  uint64_t number_ = 0;
  std::mt19937 random_{1};
  std::vector<Event> events_;
  std::deque<Report> recent_;
};

// As Piece has it.
std::string NameOfWord(uint32_t word);
// How rare these words are, as whoever writes them names them.
WordRarity RarityOfNews(const std::function<std::string(uint32_t)>& name = NameOfWord);

}  // namespace marsad::cluster
