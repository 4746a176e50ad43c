<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo( 'charset' ); ?>">
<meta name="viewport" content="width=device-width">
<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<?php
while ( have_posts() ) {
	the_post();
	the_title( '<h1><a href="' . esc_url( get_permalink() ) . '">', '</a></h1>' );
	echo '<main class="entry-content">';
	the_content();
	echo '</main>';
}
wp_footer();
?>
</body>
</html>
