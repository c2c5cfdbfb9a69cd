"""Ouderwijzer: an assistant for parents about passend onderwijs."""
