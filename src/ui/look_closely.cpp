#include "ui/look_closely.h"

namespace droplet {

void LookClosely::request(const PictureContext&, ReadingRequest&) const {}
void LookClosely::draw_overlay(const PictureContext&) {}
void LookClosely::draw_panel(const PictureContext&) {}

}  // namespace droplet
