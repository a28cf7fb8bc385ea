#include "ui/sliding_window.h"

namespace droplet {

void SlidingWindow::request(const PictureContext&, ReadingRequest&) const {}
void SlidingWindow::draw_overlay(const PictureContext&) {}
void SlidingWindow::draw_panel(const PictureContext&) {}

}  // namespace droplet
