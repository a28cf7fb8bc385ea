#pragma once
#include <cstdint>
#include <vector>

#include "math/shown.h"
#include "model/colour_map.h"

namespace droplet {

/// |u|^inverse_gamma as a table, so that no pixel costs a power. It has 2^bits entries for each doubling of
/// |u|, enough for a quarter of 1/255 between two of them, from where the power is less than half of 1/255.
class GammaTable {
 public:
    explicit GammaTable(float inverse_gamma);

    float inverse_gamma() const { return inverse_gamma_; }
    /// For |u| as a float with these bits, entry (bits >> shift) − first, limited to the table.
    const float* entries() const { return entries_.data(); }
    int count() const { return static_cast<int>(entries_.size()); }
    int shift() const { return shift_; }
    int first() const { return first_; }

 private:
    float inverse_gamma_;
    int shift_ = 0, first_ = 0;
    std::vector<float> entries_;
};

/// A row of a picture: planes of one or three colours, and alpha or null. A full vector can be read past the
/// last pixel, as in Image.
struct PixelRow {
    const float* colours[3] = {};
    const float* alpha = nullptr;
    int width = 0;
    bool grey = false;
};

/// How it is shown.
struct PixelRule {
    math::ShownRange range;
    const GammaTable* gamma = nullptr;  ///< where range.inverse_gamma is not 1
    const ColourTable* map = nullptr;   ///< for grey rows only
};

/// Writes 3 bytes a pixel: the bytes of math/shown.h, with a gamma within 1 of them.
void show_row(const PixelRow& row, const PixelRule& rule, std::uint8_t* target);

}  // namespace droplet
