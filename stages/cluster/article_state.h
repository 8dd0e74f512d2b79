// What is kept of one uri: all that memory is rebuilt from, in whatever order these records are read.
#pragma once

#include <cstdint>
#include <string>

#include "lib/base/timestamp.h"
#include "stages/cluster/copy_text.h"
#include "stages/cluster/story_index.h"
#include "stages/cluster/versions.h"

namespace marsad::cluster {

struct ArticleState {
  KnownArticle known = {};
  // Its sequence is 0 and all that follows is empty if the article is no longer in the window, or never was: a thin record,
  // by which a late kill still names the copies. Only the number of the story that it was in last is there too, instead of
  // `known.last_story_number`, which is 0 in all.
  StoryArticle story = {};
  // Of what is compared; empty if the article is withdrawn or held.
  CopyText text = {};
  std::string title = {};
  std::string language = {};  // of the title, BCP 47
  int32_t day = 0;            // of publication, days since 1970 in UTC; of the receipt if that is not known
  bool is_short = false;      // its title is compared too

  bool is_thin() const { return story.sequence == 0; }
  friend bool operator==(const ArticleState&, const ArticleState&) = default;
};

}  // namespace marsad::cluster
