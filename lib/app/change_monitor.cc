#include "lib/app/change_monitor.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace marsad::app {
namespace {

using std::chrono::milliseconds;

// Whoever writes several files is done when none came for so long; but for ever nobody is waited for.
constexpr milliseconds kQuiet{200};
constexpr int kMostPauses = 25;
constexpr uint32_t kChanges =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

// Takes what waits in `fd`; whether anything did.
bool Drain(int fd) {
  std::array<char, 4096> buffer;
  bool any = false;
  while (read(fd, buffer.data(), buffer.size()) > 0) any = true;
  return any;
}

}  // namespace

ChangeMonitor::ChangeMonitor(std::vector<std::string> paths, milliseconds poll)
    : paths_(std::move(paths)), poll_(poll), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  Open();
}

ChangeMonitor::~ChangeMonitor() {
  Close();
  close(wake_);
}

// Anew after each change: what a path leads to may be another directory now.
void ChangeMonitor::Open() {
  Close();
  notify_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (notify_ < 0) return;
  for (const std::string& path : paths_) {
    inotify_add_watch(notify_, path.c_str(), kChanges);
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    inotify_add_watch(notify_, parent.empty() ? "." : parent.c_str(), kChanges);
  }
}

void ChangeMonitor::Close() {
  if (notify_ >= 0) close(std::exchange(notify_, -1));
}

bool ChangeMonitor::Hear(milliseconds time) {
  std::array<pollfd, 2> fds = {pollfd{wake_, POLLIN, 0}, pollfd{notify_, POLLIN, 0}};
  return ::poll(fds.data(), fds.size(), static_cast<int>(time.count())) > 0;
}

void ChangeMonitor::Wait() {
  Hear(poll_);
  if (Drain(wake_)) return;
  for (int i = 0; i < kMostPauses && Drain(notify_); ++i) {
    Open();
    if (Hear(kQuiet) && Drain(wake_)) return;
  }
}

void ChangeMonitor::Wake() {
  const uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

}  // namespace marsad::app
