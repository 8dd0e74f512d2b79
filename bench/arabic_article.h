// An Arabic article of some 4 KB of UTF-8 for benchmarks, made of the golden one.
#pragma once

#include <sstream>
#include <string>

#include "bench/file.h"

namespace marsad::bench {

struct ArabicArticle {
  std::string title;
  std::string body;
};

inline ArabicArticle LoadArabicArticle() {
  std::istringstream in(ReadFile("stages/decode/golden/arabic_text.in"));
  ArabicArticle article;
  std::string text;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (article.title.empty()) {
      article.title = line;
    } else {
      text += line + '\n';
    }
  }
  while (article.body.size() < 4096) article.body += text + '\n';
  return article;
}

}  // namespace marsad::bench
