// Waits until files may have changed.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace marsad::app {

// Wait() belongs to one thread; Wake() may be called from any.
class ChangeMonitor {
 public:
  // `paths` are files and directories, which need not be there. The kernel tells of changes in the directories and beside
  // the paths, so that a rename or a link over a path is one; if it does not (a network's file system, a link further
  // up), Wait() ends every `poll`.
  ChangeMonitor(std::vector<std::string> paths, std::chrono::milliseconds poll);
  ~ChangeMonitor();
  ChangeMonitor(const ChangeMonitor&) = delete;
  ChangeMonitor& operator=(const ChangeMonitor&) = delete;

  // Returns when a change was told of and nothing more for a moment, after `poll`, or after Wake(), also one before it.
  void Wait();
  void Wake();

 private:
  void Open();
  void Close();
  // Whether something was told of within `time`.
  bool Hear(std::chrono::milliseconds time);

  const std::vector<std::string> paths_;
  const std::chrono::milliseconds poll_;
  const int wake_;   // an eventfd
  int notify_ = -1;  // an inotify; negative: there is none
};

}  // namespace marsad::app
