#pragma once
#include <string>

#include "ui/actions.h"

namespace droplet {

/// Finds an action by a few letters of its name and runs it.
class CommandPalette {
 public:
    void open();
    bool is_open() const { return open_; }
    void draw(const ActionList& actions);

 private:
    void draw_list(const ActionList& actions);
    void close() { open_ = false; }

    bool open_ = false, appearing_ = false;
    std::string query_;
    int chosen_ = 0;
};

/// Whether the letters of `query` occur in `name` in their order; upper and lower case are the same.
bool matches_letters(std::string_view name, std::string_view query);

}  // namespace droplet
