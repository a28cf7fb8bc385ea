// Netpbm's binary formats: PGM (P5), PPM (P6), and the float maps PFM (Pf, PF).
#pragma once
#include <span>
#include <string>

#include "media/atomic_file.h"
#include "model/image.h"

namespace droplet {

/// P5 and P6 values are divided by the file's maximum; PFM values are multiplied by the magnitude of its
/// scale (1 as a rule), whose sign tells the byte order. Throws Error (Fault::job): truncated, zero-sized,
/// not finite, too large.
Image decode_netpbm(std::span<const unsigned char> bytes, const std::string& name);

/// PFM in this machine's byte order, scale 1: its header, then the rows from the last one up; alpha is left
/// out.
void write_pfm_header(Size size, int channels, AtomicFile& file);
void write_pfm_rows(const Image& image, AtomicFile& file);

}  // namespace droplet
