// The writers behind media/band_writer.h, one for each format.
#pragma once
#include "media/atomic_file.h"
#include "media/band_writer.h"

namespace droplet {

std::unique_ptr<BandWriter> png_bands(const std::string& path, const BandShape& shape,
                                      const WriteOptions& options, int threads);
std::unique_ptr<BandWriter> tiff_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options, int threads);
std::unique_ptr<BandWriter> jpeg_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options);
std::unique_ptr<BandWriter> pfm_bands(const std::string& path, const BandShape& shape,
                                      const WriteOptions& options);

/// Rows that are compressed as one piece: about a megabyte, enough that a new beginning costs nothing.
int rows_a_piece(const BandShape& shape, int bit_depth);

}  // namespace droplet
