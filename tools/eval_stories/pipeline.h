// The stages that read a text, in this process: what cluster sees of an article depends on them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/cluster/article_view.h"

namespace marsad::eval_stories {

struct Text {
  std::string_view title;
  std::string_view body;
  std::string_view language;  // BCP 47; empty: not said
};

struct EntityMention {
  std::string id;
  uint32_t salience = 0;  // per mille
};

// What cluster sees of it.
struct Words {
  std::string language = {};  // as found
  std::vector<cluster::Token> title = {};
  std::vector<cluster::Token> body = {};
  std::vector<EntityMention> entities = {};
};

// normalize and tag, as they are installed beside this program. One thread.
class Pipeline {
 public:
  static Result<Pipeline> Load();
  Pipeline(Pipeline&&) noexcept;
  ~Pipeline();

  // Fails if a stage refuses the text.
  Result<Words> Read(const Text& text);

 private:
  struct Stages;
  explicit Pipeline(std::unique_ptr<Stages> stages);
  std::unique_ptr<Stages> stages_;
};

}  // namespace marsad::eval_stories
